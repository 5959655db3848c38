#pragma once

#include <map>
#include <string>
#include <string_view>

namespace supervisor {

/// The value of `environment`: KEY="value",KEY2=value2 as Supervisor 4.2.5 splits it, with Python's
/// shlex in its old mode. After each value one token is passed over whatever it is, which is why
/// the pairs of `A=a;B=b` are found and why "b" in `A=a b` is lost without a word.
///
/// Throws value_error.
/// Source: https://docs.python.org/3.11/library/shlex.html#parsing-rules
std::map<std::string, std::string> parse_environment_list(std::string_view s);

} // namespace supervisor
