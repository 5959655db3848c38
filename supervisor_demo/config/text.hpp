#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What Python does with text, as far as the format of supervisord.conf rests on it. Text is UTF-8.
namespace supervisor::text {

/// The number of bytes of the white space character `s` begins with, or 0. As in Python this
/// includes U+00A0 and the other Unicode spaces, which editors and web pages slip into files.
std::size_t leading_space(std::string_view s);

/// The number of bytes of the white space character `s` ends with, or 0.
std::size_t trailing_space(std::string_view s);

std::string_view strip(std::string_view s);
std::string_view rstrip(std::string_view s);

/// Letters of ASCII only; that is all keys and values are compared by.
std::string lower(std::string_view s);
std::string upper(std::string_view s);

/// The pieces between the separators; always at least one.
std::vector<std::string_view> split(std::string_view s, char separator);

/// The words between white space; may be none.
std::vector<std::string_view> words(std::string_view s);

/// The text in quotes as Python's repr() writes it: what error messages show.
std::string repr(std::string_view s);

/// repr() of a list of strings: ['a', 'b'].
std::string repr(const std::vector<std::string>& list);

std::string replace_all(std::string s, std::string_view what, std::string_view with);

/// The number of bytes of the character that begins with `lead`; 1 for anything malformed.
std::size_t character_size(char lead);

/// The characters (not bytes) in `s`.
std::size_t count_characters(std::string_view s);

/// Appends a code point as UTF-8.
void append_character(std::string& to, std::uint32_t code_point);

} // namespace supervisor::text
