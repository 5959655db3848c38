#include "supervisor_demo/config/utf8.hpp"

#include "supervisor_demo/format.hpp"

namespace supervisor {
namespace {

struct sequence {
    std::size_t length; // 0: not a lead byte
    unsigned char low;  // bounds of the second byte
    unsigned char high;
};

sequence sequence_of(unsigned char lead) {
    if (lead < 0xC2) return {0, 0, 0};
    if (lead < 0xE0) return {2, 0x80, 0xBF};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F}; // no surrogates
    if (lead < 0xF0) return {3, 0x80, 0xBF};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead < 0xF4) return {4, 0x80, 0xBF};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

// Python decodes a file in pieces of this size and counts from the start of the piece.
constexpr std::size_t piece = 8192;

utf8_error error_at(std::string_view text, std::size_t offset, std::size_t bytes,
                    std::string_view reason) {
    const auto position = offset % piece;
    if (bytes == 1)
        return {offset, format("'utf-8' codec can't decode byte 0x{:02x} in position {}: {}",
                               static_cast<unsigned char>(text[offset]), position, reason)};
    return {offset, format("'utf-8' codec can't decode bytes in position {}-{}: {}", position,
                           position + bytes - 1, reason)};
}

} // namespace

std::optional<utf8_error> find_utf8_error(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        auto [length, low, high] = sequence_of(lead);
        if (length == 0) return error_at(text, at, 1, "invalid start byte");
        for (std::size_t n = 1; n < length; ++n) {
            // By the end Python has nothing left but these bytes, and counts from them.
            if (at + n == text.size()) {
                auto error = error_at(text.substr(at), 0, n, "unexpected end of data");
                error.offset = at;
                return error;
            }
            const auto byte = static_cast<unsigned char>(text[at + n]);
            if (byte < low || byte > high)
                return error_at(text, at, n, "invalid continuation byte");
            low = 0x80;
            high = 0xBF;
        }
        at += length;
    }
    return std::nullopt;
}

} // namespace supervisor
