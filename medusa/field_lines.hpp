#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "medusa/http_error.hpp"
#include "medusa/http_headers.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace medusa {

/// Reads the field lines of headers.text() from `from` to its end and adds them to `headers`.
/// The lines are separated by CRLF, the last one has none.
///
/// Strict, as RFC 9112 5 asks of a server: a name is a token with the colon right behind it, there
/// is no folding, no CR or LF on its own, no NUL or other control character but HTAB. Whitespace
/// around a value is taken off. More than `max_fields` fields are a 431, all else is a 400.
std::optional<http_error> parse_field_lines(http_headers& headers, std::size_t from,
                                            std::size_t max_fields);

/// The position of the first character from `at` on that no field value may have, or text.size().
std::size_t skip_field_text(std::string_view text, std::size_t at) noexcept;

} // namespace medusa
