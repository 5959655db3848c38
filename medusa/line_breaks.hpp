#pragma once
// Internal: not included outside medusa/, and by no public header.

#include <cstddef>
#include <string_view>

namespace medusa {

/// Whether a CR or an LF stands on its own in `text` from `from` on. Pieces of input may be asked
/// about one by one: a CRLF is never cut in two, as async_chat holds back what may be the beginning
/// of the terminator.
inline bool has_bare_break(std::string_view text, std::size_t from = 0) noexcept {
    constexpr std::string_view line_breaks = "\r\n";
    for (std::size_t at = text.find_first_of(line_breaks, from); at != std::string_view::npos;
         at = text.find_first_of(line_breaks, at + 2))
        if (text.substr(at, 2) != line_breaks) return true;
    return false;
}

} // namespace medusa
