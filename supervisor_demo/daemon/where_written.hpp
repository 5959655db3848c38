#pragma once

#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/config/config_error.hpp"

#include <string>
#include <string_view>

namespace supervisor {

/// A finding about a value that only turned out to be wrong when it was used: `what` is said of
/// `key` in `section`. The line and the value are looked up in the file again; where it cannot be
/// found there, as when an included file has it, the finding goes without.
finding where_written(const config& whole, std::string_view section, std::string_view key,
                      std::string what);

} // namespace supervisor
