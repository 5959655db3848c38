#include "asynchat/terminator.hpp"

#include <algorithm>

namespace asynchat {

terminator::match terminator::consume(std::string_view input) noexcept {
    switch (kind_) {
    case kind::none:
        return {input.size(), 0, false};
    case kind::count: {
        const std::size_t taken = std::min(count_, input.size());
        count_ -= taken;
        const bool found = count_ == 0;
        if (found) kind_ = kind::none; // what Python does: a count is spent, then all is collected
        return {taken, 0, found};
    }
    case kind::string:
        break;
    }
    const std::size_t at = input.find(ends_);
    if (at != std::string_view::npos) return {at, ends_.size(), true};
    return {input.size() - find_prefix_at_end(input, ends_), 0, false};
}

std::size_t find_prefix_at_end(std::string_view haystack, std::string_view needle) noexcept {
    // Terminators are a few bytes long, so trying each length beats anything cleverer.
    std::size_t length = needle.empty() ? 0 : std::min(haystack.size(), needle.size() - 1);
    while (length > 0 && haystack.substr(haystack.size() - length) != needle.substr(0, length))
        --length;
    return length;
}

} // namespace asynchat
