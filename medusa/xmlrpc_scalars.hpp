#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "medusa/xmlrpc_value.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace medusa {

/// The most that write_xmlrpc_double() writes.
constexpr std::size_t most_of_a_double = 32;
/// Internal: writes Python's repr of it: the shortest digits that read back the same, with an
/// exponent below 1e-4 and from 1e16 on, and always a point or an exponent. Returns its end.
char* write_xmlrpc_double(char* to, double value) noexcept;

/// Internal: the texts of scalars, for xmlrpc_reader. Each gives nothing for a text that is not
/// of its type. Whitespace around numbers and anywhere in base64 is passed over.
std::optional<std::int64_t> read_xmlrpc_int(std::string_view text) noexcept;
std::optional<double> read_xmlrpc_double(std::string_view text) noexcept;
std::optional<std::string> read_xmlrpc_base64(std::string_view text);
/// True for "19980717T14:08:55" and every other date and time there is.
bool is_xmlrpc_datetime(std::string_view text) noexcept;

} // namespace medusa
