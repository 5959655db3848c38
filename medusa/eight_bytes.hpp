#pragma once
// Internal: not included outside medusa/, and by no public header.

#include <cstdint>
#include <cstring>

namespace medusa {

/// Eight bytes of text looked at in one go, for the loops that every byte of a message passes.
class eight_bytes {
public:
    /// REQUIRES: eight bytes can be read at `text`.
    explicit eight_bytes(const char* text) noexcept { std::memcpy(&word_, text, sizeof word_); }

    /// True if one of them is below `bound`. REQUIRES: bound <= 128.
    bool any_below(unsigned char bound) const noexcept { return below(word_, bound); }
    bool any_is(char c) const noexcept {
        return below(word_ ^ (ones * static_cast<unsigned char>(c)), 1);
    }
    bool any_past_ascii() const noexcept { return (word_ & highs) != 0; }

private:
    static constexpr std::uint64_t ones = 0x0101010101010101;
    static constexpr std::uint64_t highs = 0x8080808080808080;

    static bool below(std::uint64_t word, std::uint64_t bound) noexcept {
        return ((word - ones * bound) & ~word & highs) != 0;
    }

    std::uint64_t word_;
};

} // namespace medusa
