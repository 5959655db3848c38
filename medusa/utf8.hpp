#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace medusa {

/// What stands at one place of a text: a character, or bytes that are none.
struct utf8_piece {
    char32_t character = 0; // U+FFFD if invalid
    std::size_t size = 0;   // in bytes; of an invalid piece, what one U+FFFD stands for
    bool valid = false;
};

/// Looks at the character at `at`: no overlong form, no surrogate, nothing past U+10FFFF.
/// An invalid piece is as long as the Unicode Standard recommends for replacement (3.9, "maximal
/// subpart"), which is also what Python replaces.
/// REQUIRES: at < text.size().
utf8_piece utf8_at(std::string_view text, std::size_t at) noexcept;

bool is_utf8(std::string_view text) noexcept;

/// Makes any bytes text that XML 1.0 allows: what is not UTF-8, and characters XML forbids (those
/// below space but for TAB, LF and CR; U+FFFE, U+FFFF) become U+FFFD. Markup is left alone.
std::string xml_text(std::string_view bytes);

/// Whether append_xml_escaped() would append these bytes as they are.
bool is_plain_markup(std::string_view bytes) noexcept;

/// Appends the same with &, < and > escaped, and nothing else, as Python's xmlrpc.client does.
void append_xml_escaped(std::string& out, std::string_view bytes);

} // namespace medusa
