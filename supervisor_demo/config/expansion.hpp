#pragma once

#include "supervisor_demo/config/name_scope.hpp"

#include <string>
#include <string_view>

namespace supervisor {

/// Python's % formatting with a dictionary: "%(program_name)s_%(process_num)02d" and "%%".
///
/// `where` names the value in the error, as in "program:x.command". What is put in is not looked at
/// again. Unlike Python, a first "%s" without a name is refused: it would put in the whole
/// dictionary, with the environment and its secrets.
///
/// Throws value_error for a name that is not in `scope` and for a malformed format.
/// Source: https://docs.python.org/3.11/library/stdtypes.html#printf-style-string-formatting
std::string expand(std::string_view format, const name_scope& scope, std::string_view where);

} // namespace supervisor
