#include "supervisor_demo/config/text.hpp"

#include <algorithm>
#include <array>

namespace supervisor::text {
namespace {

bool is_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 28 && c <= 31);
}

constexpr std::array<std::string_view, 18> wide_spaces{
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82",
    "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
    "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F"};
constexpr std::string_view ideographic_space = "\xE3\x80\x80";

template <class Match>
std::size_t space_size(Match match) {
    for (const auto space : wide_spaces)
        if (match(space)) return space.size();
    return match(ideographic_space) ? ideographic_space.size() : 0;
}

std::string hex(std::string_view prefix, std::uint32_t code, int digits) {
    std::string out(prefix);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        out += "0123456789abcdef"[(code >> shift) & 15U];
    return out;
}

// The characters that steer the writing without being seen, in the General Punctuation block, and
// the byte order mark.
bool is_invisible(std::string_view character) {
    return (character >= "\xE2\x80\x8B" && character <= "\xE2\x80\x8F") ||
           (character >= "\xE2\x80\xAA" && character <= "\xE2\x80\xAE") ||
           (character >= "\xE2\x81\xA0" && character <= "\xE2\x81\xAF") ||
           character == "\xEF\xBB\xBF";
}

void append_repr(std::string& out, std::string_view character, char quote) {
    const char c = character.front();
    if (character.size() > 1) {
        const auto second = static_cast<unsigned char>(character[1]);
        if (c == '\xC2' && (second <= 0xA0 || second == 0xAD))
            out += hex("\\x", second, 2);
        else if (leading_space(character) != 0 || is_invisible(character))
            out += hex("\\u",
                       ((static_cast<unsigned char>(c) & 15U) << 12) | ((second & 63U) << 6) |
                           (static_cast<unsigned char>(character[2]) & 63U),
                       4);
        else
            out += character;
    } else if (c == quote || c == '\\') {
        out += '\\';
        out += c;
    } else if (c == '\n') {
        out += "\\n";
    } else if (c == '\r') {
        out += "\\r";
    } else if (c == '\t') {
        out += "\\t";
    } else if ((c >= 0 && c < ' ') || c == 127) {
        out += hex("\\x", static_cast<unsigned char>(c), 2);
    } else {
        out += c;
    }
}

} // namespace

std::size_t leading_space(std::string_view s) {
    if (s.empty()) return 0;
    if (is_ascii_space(s.front())) return 1;
    if (s.front() >= 0) return 0;
    return space_size([s](std::string_view space) { return s.starts_with(space); });
}

std::size_t trailing_space(std::string_view s) {
    if (s.empty()) return 0;
    if (is_ascii_space(s.back())) return 1;
    if (s.back() >= 0) return 0;
    return space_size([s](std::string_view space) { return s.ends_with(space); });
}

std::string_view rstrip(std::string_view s) {
    while (const auto size = trailing_space(s))
        s.remove_suffix(size);
    return s;
}

std::string_view strip(std::string_view s) {
    while (const auto size = leading_space(s))
        s.remove_prefix(size);
    return rstrip(s);
}

std::string lower(std::string_view s) {
    std::string out(s);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string upper(std::string_view s) {
    std::string out(s);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

std::vector<std::string_view> split(std::string_view s, char separator) {
    std::vector<std::string_view> pieces;
    for (;;) {
        const auto end = s.find(separator);
        pieces.push_back(s.substr(0, end));
        if (end == s.npos) return pieces;
        s.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> words(std::string_view s) {
    std::vector<std::string_view> found;
    for (s = strip(s); !s.empty(); s = strip(s)) {
        std::size_t end = 0;
        while (end < s.size() && leading_space(s.substr(end)) == 0)
            end += character_size(s[end]);
        end = std::min(end, s.size());
        found.push_back(s.substr(0, end));
        s.remove_prefix(end);
    }
    return found;
}

std::string repr(std::string_view s) {
    const bool has_single = s.find('\'') != s.npos;
    const char quote = has_single && s.find('"') == s.npos ? '"' : '\'';
    std::string out(1, quote);
    while (!s.empty()) {
        const auto size = std::min(character_size(s.front()), s.size());
        append_repr(out, s.substr(0, size), quote);
        s.remove_prefix(size);
    }
    return out + quote;
}

std::string repr(const std::vector<std::string>& list) {
    std::string out = "[";
    for (const auto& item : list) {
        if (out.size() > 1) out += ", ";
        out += repr(item);
    }
    return out + "]";
}

std::string replace_all(std::string s, std::string_view what, std::string_view with) {
    for (auto at = s.find(what); at != s.npos; at = s.find(what, at + with.size()))
        s.replace(at, what.size(), with);
    return s;
}

std::size_t character_size(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

std::size_t count_characters(std::string_view s) {
    return static_cast<std::size_t>(std::count_if(
        s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void append_character(std::string& to, std::uint32_t code_point) {
    const auto tail = [&](int shift) {
        to += static_cast<char>(0x80 | ((code_point >> shift) & 0x3F));
    };
    if (code_point < 0x80) {
        to += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        to += static_cast<char>(0xC0 | (code_point >> 6));
        tail(0);
    } else if (code_point < 0x10000) {
        to += static_cast<char>(0xE0 | (code_point >> 12));
        tail(6);
        tail(0);
    } else {
        to += static_cast<char>(0xF0 | (code_point >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace supervisor::text
