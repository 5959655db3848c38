#pragma once

#include "medusa/xmlrpc_value.hpp"

#include <stdexcept>
#include <string_view>

namespace supervisor::ctl {

/// A text that is not JSON: what is wrong, and at which byte.
class json_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The value a JSON text stands for: integers of 64 bits stay integers, other numbers are real.
/// What is nested deeper than 64 is refused. Of a name that comes twice the first counts.
///
/// Throws json_error. Source: RFC 8259.
medusa::xmlrpc_value read_json(std::string_view text);

} // namespace supervisor::ctl
