#include "supervisor_demo/config/format_directive.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace supervisor {
namespace {

std::uint32_t code_point(std::string_view s) {
    const auto size = std::min(text::character_size(s.front()), s.size());
    auto code = static_cast<std::uint32_t>(static_cast<unsigned char>(s.front()));
    if (size > 1) code &= 0x7FU >> size;
    for (std::size_t n = 1; n < size; ++n)
        code = (code << 6) | (static_cast<unsigned char>(s[n]) & 0x3FU);
    return code;
}

} // namespace

void format_directive::check(std::string_view rest, std::size_t index) const {
    if (std::string_view("diouxXeEfFgGcrsa").find(conversion) != std::string_view::npos) return;
    const auto code = code_point(rest);
    throw std::invalid_argument(format("unsupported format character '{}' (0x{:x}) at index {}",
                                       code >= 31 && code < 127 ? static_cast<char>(code) : '?',
                                       code, index));
}

std::string format_directive::apply(const named_value& value) const {
    if (const auto* words = std::get_if<std::string>(&value)) return apply_to_text(*words);
    const auto number = std::get<std::int64_t>(value);
    switch (conversion) {
    case 'c': {
        if (number < 0 || number > 0x10FFFF)
            throw std::invalid_argument("%c arg not in range(0x110000)");
        std::string character;
        text::append_character(character, static_cast<std::uint32_t>(number));
        return pad({}, character, false);
    }
    case 'r':
    case 's':
    case 'a':
        return written(std::to_string(number));
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        return floating(static_cast<double>(number));
    default:
        return whole_number(number);
    }
}

void format_directive::refuse(std::string_view type) const {
    switch (conversion) {
    case 'd':
    case 'i':
    case 'u':
        throw std::invalid_argument(
            format("%{} format: a real number is required, not {}", conversion, type));
    case 'o':
    case 'x':
    case 'X':
        throw std::invalid_argument(
            format("%{} format: an integer is required, not {}", conversion, type));
    case 'c':
        throw std::invalid_argument("%c requires int or char");
    case 's':
    case 'r':
    case 'a':
        throw std::invalid_argument("not enough arguments for format string");
    default:
        throw std::invalid_argument(format("must be real number, not {}", type));
    }
}

std::string format_directive::apply_to_text(const std::string& value) const {
    if (conversion == 'c' && text::count_characters(value) == 1) return pad({}, value, false);
    if (conversion != 's' && conversion != 'r' && conversion != 'a') refuse("str");
    return written(conversion == 's' ? value : text::repr(value));
}

std::string format_directive::written(std::string body) const {
    if (precision) {
        std::size_t end = 0;
        for (int n = 0; n < *precision && end < body.size(); ++n)
            end = std::min(end + text::character_size(body[end]), body.size());
        body.resize(end);
    }
    return pad({}, std::move(body), false);
}

std::string format_directive::whole_number(std::int64_t value) const {
    const auto magnitude =
        value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    std::string digits;
    std::string sign = value < 0 ? "-" : plus ? "+" : space ? " " : "";
    switch (conversion) {
    case 'o':
        digits = format("{:o}", magnitude);
        if (alternate) sign += "0o";
        break;
    case 'x':
        digits = format("{:x}", magnitude);
        if (alternate) sign += "0x";
        break;
    case 'X':
        digits = format("{:X}", magnitude);
        if (alternate) sign += "0X";
        break;
    default:
        digits = std::to_string(magnitude);
    }
    const auto least = static_cast<std::size_t>(precision.value_or(0));
    if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
    return pad(std::move(sign), std::move(digits), true);
}

std::string format_directive::floating(double value) const {
    const int places = std::min(precision.value_or(6), 100);
    const std::string form = std::string(alternate ? "%#" : "%") + ".*" + conversion;
    std::string digits(512, '\0');
    // No double made of an integer of 64 bits needs more than 20 digits before the point.
    const int size = std::snprintf(digits.data(), digits.size(), form.c_str(), places,
                                   value < 0 ? -value : value);
    digits.resize(static_cast<std::size_t>(size));
    return pad(value < 0 ? "-" : plus ? "+" : space ? " " : "", std::move(digits), true);
}

std::string format_directive::pad(std::string sign, std::string body, bool numeric) const {
    const auto used = text::count_characters(sign) + text::count_characters(body);
    const auto wanted = static_cast<std::size_t>(width);
    const std::size_t missing = wanted > used ? wanted - used : 0;
    if (left) return sign + body + std::string(missing, ' ');
    if (zero && numeric) return sign + std::string(missing, '0') + body;
    return std::string(missing, ' ') + sign + body;
}

} // namespace supervisor
