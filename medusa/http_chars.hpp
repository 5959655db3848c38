#pragma once
// Internal: not included outside medusa/, and by no public header.

#include <array>
#include <string_view>

namespace medusa {

/// The character classes of RFC 9110 and RFC 3986 as bits of one table.
namespace http_chars {

constexpr unsigned char token = 1;    // RFC 9110 5.6.2, tchar
constexpr unsigned char field = 2;    // RFC 9110 5.5: HTAB, SP, VCHAR, obs-text
constexpr unsigned char target = 4;   // what a request target may hold, see request_target.hpp
constexpr unsigned char reg_name = 8; // RFC 3986 3.2.2: unreserved and sub-delims
constexpr unsigned char unreserved = 16;
constexpr unsigned char hex = 32;
constexpr unsigned char digit = 64;

constexpr std::array<unsigned char, 256> make_table() {
    std::array<unsigned char, 256> table{};
    auto mark = [&table](std::string_view characters, unsigned char bits) {
        for (char c : characters)
            table[static_cast<unsigned char>(c)] |= bits;
    };
    mark("0123456789", token | reg_name | unreserved | hex | digit);
    mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", token | reg_name | unreserved);
    mark("abcdefABCDEF", hex);
    mark("!#$%&'*+-.^_`|~", token);
    mark("-._~", reg_name | unreserved);
    mark("!$&'()*+,;=", reg_name);
    for (std::size_t c = 0x21; c < 0x7f; ++c)
        table[c] |= field | target;
    for (std::size_t c = 0x80; c < 0x100; ++c)
        table[c] |= field;
    mark("\t ", field);
    for (char c : std::string_view("#\"<>"))
        table[static_cast<unsigned char>(c)] &= static_cast<unsigned char>(~target);
    return table;
}

inline constexpr std::array<unsigned char, 256> table = make_table();

constexpr bool is(char c, unsigned char bits) noexcept {
    return (table[static_cast<unsigned char>(c)] & bits) != 0;
}

/// The position of the first character from `from` on that is not of the class, or text.size().
constexpr std::size_t skip(std::string_view text, std::size_t from, unsigned char bits) noexcept {
    while (from < text.size() && is(text[from], bits))
        ++from;
    return from;
}

constexpr bool all(std::string_view text, unsigned char bits) noexcept {
    return skip(text, 0, bits) == text.size();
}

/// The value of a hex digit, or -1.
constexpr int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// Takes the optional whitespace (SP and HTAB, nothing else) off both ends.
constexpr std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

} // namespace http_chars
} // namespace medusa
