#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace supervisor {

/// Where a text stops being UTF-8.
struct utf8_error {
    std::size_t offset;  // of the first byte that does not belong
    std::string message; // Python's words for it
};

/// The first malformed sequence of `text`, if there is one. Files are refused for it, because
/// everything said about them later, over XML-RPC and on the page, must be text.
std::optional<utf8_error> find_utf8_error(std::string_view text);

} // namespace supervisor
