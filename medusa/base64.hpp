#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace medusa {

/// Encodes without line breaks, padded.
std::string base64_encode(std::string_view bytes);

/// Decodes what base64_encode() would have written and nothing else: no whitespace, the padding
/// in place, the bits that are left over zero.
std::optional<std::string> base64_decode(std::string_view text);

} // namespace medusa
