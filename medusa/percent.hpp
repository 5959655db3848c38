#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace medusa {

/// Decodes each "%" and two hex digits; nothing if a "%" is not followed by two of them.
std::optional<std::string> percent_decode(std::string_view text);

/// Encodes all but letters, digits, "-._~" and the characters of `safe`.
/// With the default this is Python's urllib.parse.quote.
std::string percent_encode(std::string_view text, std::string_view safe = "/");

using form_parameters = std::vector<std::pair<std::string, std::string>>;

/// The parameters of a query or a form body, in order: "a=1&b=x+y". A plus is a space, a name
/// without a value has an empty one, and a "%" that encodes nothing stands for itself.
form_parameters parse_form(std::string_view text);

/// The value of the first parameter of that name.
std::optional<std::string_view> find_parameter(const form_parameters& parameters,
                                               std::string_view name) noexcept;

/// Writes &, <, >, " and ' as entities, for text and for attributes in either quotes.
std::string html_escape(std::string_view text);
void append_html_escaped(std::string& out, std::string_view text);

} // namespace medusa
