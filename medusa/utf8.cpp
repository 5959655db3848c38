#include "medusa/utf8.hpp"

#include "medusa/eight_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace medusa {

namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

unsigned char byte_at(std::string_view text, std::size_t at) noexcept {
    return static_cast<unsigned char>(text[at]);
}

struct lead {
    std::size_t size;     // of the whole sequence; 0 if no lead
    unsigned char lowest; // bounds of the second byte
    unsigned char highest;
};

// Source: Unicode Standard, table 3-7.
lead lead_of(unsigned char byte) noexcept {
    if (byte >= 0xc2 && byte <= 0xdf) return {2, 0x80, 0xbf};
    if (byte >= 0xe0 && byte <= 0xef)
        return {3, static_cast<unsigned char>(byte == 0xe0 ? 0xa0 : 0x80),
                static_cast<unsigned char>(byte == 0xed ? 0x9f : 0xbf)};
    if (byte >= 0xf0 && byte <= 0xf4)
        return {4, static_cast<unsigned char>(byte == 0xf0 ? 0x90 : 0x80),
                static_cast<unsigned char>(byte == 0xf4 ? 0x8f : 0xbf)};
    return {0, 0, 0};
}

// ASCII that goes out as it is.
constexpr std::array<bool, 256> make_plain(std::string_view but) {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x20; c < 0x80; ++c)
        plain[c] = but.find(static_cast<char>(c)) == std::string_view::npos;
    plain['\t'] = plain['\n'] = plain['\r'] = true;
    return plain;
}

constexpr std::array<bool, 256> plain_text = make_plain("");
constexpr std::array<bool, 256> plain_markup = make_plain("&<>");

constexpr std::size_t at_once = 8;

[[gnu::always_inline]] inline bool is_plain(eight_bytes text) noexcept {
    return !text.any_below(0x20) && !text.any_past_ascii() && !text.any_is('&') &&
           !text.any_is('<') && !text.any_is('>');
}

std::size_t skip_plain(std::string_view bytes, std::size_t at,
                       const std::array<bool, 256>& plain) noexcept {
    while (at < bytes.size()) {
        while (bytes.size() - at >= 8 && is_plain(eight_bytes(bytes.data() + at)))
            at += 8;
        const std::size_t stop = std::min(at + 8, bytes.size());
        while (at < stop && plain[byte_at(bytes, at)])
            ++at;
        if (at < stop) break;
    }
    return at;
}

void append_clean(std::string& out, std::string_view bytes, const std::array<bool, 256>& plain) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t run = at;
        at = skip_plain(bytes, at, plain);
        out.append(bytes, run, at - run);
        if (at == bytes.size()) return;
        const char c = bytes[at];
        if (c == '&' || c == '<' || c == '>') {
            out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;";
            ++at;
            continue;
        }
        const utf8_piece piece = utf8_at(bytes, at);
        const bool allowed = piece.valid && piece.character >= 0x80 && piece.character != 0xfffe &&
                             piece.character != 0xffff;
        if (allowed)
            out.append(bytes, at, piece.size);
        else
            out += replacement;
        at += piece.size;
    }
}

} // namespace

utf8_piece utf8_at(std::string_view text, std::size_t at) noexcept {
    const unsigned char first = byte_at(text, at);
    if (first < 0x80) return {first, 1, true};
    const lead expected = lead_of(first);
    char32_t character = first & (0x7fu >> expected.size);
    for (std::size_t i = 1; i < expected.size; ++i) {
        if (at + i == text.size()) return {0xfffd, i, false};
        const unsigned char next = byte_at(text, at + i);
        const unsigned char lowest = i == 1 ? expected.lowest : 0x80;
        const unsigned char highest = i == 1 ? expected.highest : 0xbf;
        if (next < lowest || next > highest) return {0xfffd, i, false};
        character = character << 6 | (next & 0x3fu);
    }
    if (expected.size == 0) return {0xfffd, 1, false};
    return {character, expected.size, true};
}

bool is_utf8(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        const utf8_piece piece = utf8_at(text, at);
        if (!piece.valid) return false;
        at += piece.size;
    }
    return true;
}

std::string xml_text(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    append_clean(text, bytes, plain_text);
    return text;
}

bool is_plain_markup(std::string_view bytes) noexcept {
    if (bytes.size() < at_once / 2) return skip_plain(bytes, 0, plain_markup) == bytes.size();
    if (bytes.size() < at_once) {
        // Some are looked at twice.
        const std::string_view end = bytes.substr(bytes.size() - at_once / 2);
        char both[at_once];
        std::memcpy(both, bytes.data(), at_once / 2);
        std::memcpy(both + at_once / 2, end.data(), at_once / 2);
        if (is_plain(eight_bytes(both))) return true;
        return skip_plain(bytes, 0, plain_markup) == bytes.size();
    }
    // The last eight are looked at again and not one by one; white space there is plain, too.
    const std::size_t last = bytes.size() - at_once;
    std::size_t at = 0;
    while (at < last && is_plain(eight_bytes(bytes.data() + at)))
        at += at_once;
    if (at >= last && is_plain(eight_bytes(bytes.data() + last))) return true;
    return skip_plain(bytes, std::min(at, last), plain_markup) == bytes.size();
}

void append_xml_escaped(std::string& out, std::string_view bytes) {
    append_clean(out, bytes, plain_markup);
}

} // namespace medusa
