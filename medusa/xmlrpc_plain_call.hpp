#pragma once
// Internal: not included outside medusa/, and by no public header.

#include <optional>
#include <string_view>

namespace medusa {

/// The method's name of a call without parameters that is written plainly, as programs write it:
/// an XML declaration of version 1.0 or none, the elements in their order, white space between
/// them, and nothing else. Nothing for any other document, which may be as good: an XML parser is
/// to say.
///
/// Why: this is what asks for a state again and again, and an XML parser's beginning and end cost
/// more than all else of such a call. Whatever is taken here means the same to the parser.
std::optional<std::string_view> read_plain_call(std::string_view document) noexcept;

} // namespace medusa
