#pragma once

#include "asynchat/terminator.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

/// Gives input to a reader as async_chat does: cut by its terminators, and by what arrives at once.
///
/// The reader has collect(data), found(), a terminator `ends`, and a bool `over` after which it
/// hears no more. What is left when it is over, or held back, is `rest`.
template <class Reader>
void give_in_pieces(Reader& reader, std::string_view input, std::size_t at_once,
                    std::string& rest) {
    at_once = std::max<std::size_t>(at_once, 1);
    while (!input.empty() && !reader.over) {
        rest.append(input.substr(0, at_once));
        input.remove_prefix(std::min(at_once, input.size()));
        for (std::string_view left = rest; !reader.over;) {
            const auto match = reader.ends.consume(left);
            const std::string_view piece = left.substr(0, match.collect);
            left.remove_prefix(match.collect);
            if (!piece.empty()) reader.collect(piece);
            if (!reader.over) {
                left.remove_prefix(match.skip);
                if (match.found) reader.found();
            }
            rest.erase(0, rest.size() - left.size());
            left = rest;
            if (!match.found || left.empty()) break;
        }
    }
    rest.append(input);
}
