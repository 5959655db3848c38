#pragma once

#include <cstddef>
#include <string_view>

namespace supervisor::ctl {

/// How many columns of a terminal a character of UTF-8 takes: two if it is of an East Asian script
/// or a picture, none if it is set upon the one before. Sources: UAX #11, and of Unicode the marks
/// that are most in use.
std::size_t character_width(std::string_view character) noexcept;

/// The same of all characters of a text.
std::size_t text_width(std::string_view text) noexcept;

} // namespace supervisor::ctl
