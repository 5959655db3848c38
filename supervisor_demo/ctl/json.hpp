#pragma once

#include "medusa/xmlrpc_value.hpp"

#include <string>

namespace supervisor::ctl {

/// The value on one line, as RFC 8259 writes it. Base64 and dates become strings.
std::string json(const medusa::xmlrpc_value& value);

/// The values as an array, each on a line of its own, with an end of line after it.
std::string json_lines(const medusa::xmlrpc_array& values);

} // namespace supervisor::ctl
