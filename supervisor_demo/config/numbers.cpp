#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <string.h>

namespace supervisor::datatypes {
namespace {

// Digits with single underscores between them; saturates. Nothing when s is no such number.
std::optional<std::int64_t> parse_digits(std::string_view s, int base, bool underscore_first) {
    constexpr auto limit = std::numeric_limits<std::int64_t>::max();
    std::int64_t value = 0;
    bool digit_before = underscore_first;
    for (const char c : s) {
        if (c == '_' && digit_before) {
            digit_before = false;
            continue;
        }
        const int digit = c - '0';
        if (digit < 0 || digit >= base) return std::nullopt;
        value = value > (limit - digit) / base ? limit : value * base + digit;
        digit_before = true;
    }
    if (s.empty() || s.back() == '_') return std::nullopt;
    return value;
}

std::optional<std::int64_t> parse_integer(std::string_view s, int base) {
    s = text::strip(s);
    const bool negative = s.starts_with('-');
    if (negative || s.starts_with('+')) s.remove_prefix(1);
    const bool prefixed = base == 8 && (s.starts_with("0o") || s.starts_with("0O"));
    if (prefixed) s.remove_prefix(2);
    const auto value = parse_digits(s, base, prefixed);
    return value && negative ? -*value : value;
}

value_error not_an_integer(std::string_view s) {
    return {"invalid literal for int() with base 10: " + text::repr(s), "is not a whole number"};
}

std::optional<int> signal_named(std::string_view name) {
    struct alias {
        std::string_view name;
        int number;
    };
    static constexpr std::array<alias, 7> aliases{{{"CLD", 17},
                                                   {"IO", 29},
                                                   {"IOT", 6},
                                                   {"POLL", 29},
                                                   {"RTMIN", 34},
                                                   {"RTMAX", 64},
                                                   {"STKFLT", 16}}};
    for (const auto& known : aliases)
        if (known.name == name) return known.number;
    for (int number = 1; number < 32; ++number)
        if (const char* known = ::sigabbrev_np(number); known != nullptr && name == known)
            return number;
    return std::nullopt;
}

} // namespace

std::int64_t integer(std::string_view s) {
    const auto value = parse_integer(s, 10);
    if (!value) throw not_an_integer(s);
    return *value;
}

int small_integer(std::string_view s) {
    using limits = std::numeric_limits<int>;
    return static_cast<int>(std::clamp<std::int64_t>(integer(s), limits::min(), limits::max()));
}

std::int64_t byte_size(std::string_view s) {
    const auto value = text::lower(s);
    std::string_view digits = value;
    std::int64_t unit = 1;
    if (value.ends_with("kb")) unit = 1024;
    if (value.ends_with("mb")) unit = 1024 * 1024;
    if (value.ends_with("gb")) unit = 1024 * 1024 * 1024;
    if (unit != 1) digits.remove_suffix(2);
    const auto number = parse_integer(digits, 10);
    if (!number)
        throw value_error(not_an_integer(digits).what(),
                          "is not a number of bytes, as in 1024, 500KB, 50MB or 1GB");
    using limits = std::numeric_limits<std::int64_t>;
    if (*number > limits::max() / unit) return limits::max();
    if (*number < limits::min() / unit) return limits::min();
    return *number * unit;
}

mode_t octal(std::string_view s) {
    const auto value = parse_integer(s, 8);
    if (!value)
        throw value_error(format("{} can not be converted to an octal type", s),
                          "is not an octal number");
    return static_cast<mode_t>(*value);
}

int signal_number(std::string_view s) {
    if (const auto number = parse_integer(s, 10)) {
        const auto n = *number;
        if ((n >= 0 && n < 32) || n == 34 || n == 64) return static_cast<int>(n);
        throw value_error(format("value {} is not a valid signal number", text::repr(s)),
                          "is not the number of a signal");
    }
    auto name = text::upper(text::strip(s));
    if (name.starts_with("SIG")) name.erase(0, 3);
    if (const auto number = signal_named(name)) return *number;
    throw value_error(format("value {} is not a valid signal name", text::repr(s)),
                      "is not the name of a signal");
}

} // namespace supervisor::datatypes
