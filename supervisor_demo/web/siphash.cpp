#include "supervisor_demo/web/siphash.hpp"

#include <bit>
#include <cstddef>

namespace supervisor {

namespace {

struct state {
    std::uint64_t v0, v1, v2, v3;

    void rounds(int count) noexcept {
        while (count-- > 0) {
            v0 += v1;
            v1 = std::rotl(v1, 13) ^ v0;
            v0 = std::rotl(v0, 32);
            v2 += v3;
            v3 = std::rotl(v3, 16) ^ v2;
            v0 += v3;
            v3 = std::rotl(v3, 21) ^ v0;
            v2 += v1;
            v1 = std::rotl(v1, 17) ^ v2;
            v2 = std::rotl(v2, 32);
        }
    }
    void take(std::uint64_t word) noexcept {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }
};

// Little-endian, whatever the machine.
std::uint64_t word_of(std::string_view bytes) noexcept {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size() && i < 8; ++i)
        word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return word;
}

} // namespace

std::uint64_t siphash(const std::array<std::uint64_t, 2>& key, std::string_view text) noexcept {
    state s{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
            key[1] ^ 0x7465646279746573};
    const auto length = static_cast<std::uint64_t>(text.size());
    for (; text.size() >= 8; text.remove_prefix(8))
        s.take(word_of(text.substr(0, 8)));
    s.take(word_of(text) | length << 56);
    s.v2 ^= 0xff;
    s.rounds(4);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

} // namespace supervisor
