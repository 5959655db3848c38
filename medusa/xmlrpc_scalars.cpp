#include "medusa/xmlrpc_scalars.hpp"

#include "medusa/base64.hpp"
#include "medusa/http_chars.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace medusa {

namespace {

constexpr std::string_view whitespace = " \t\r\n";

std::string_view trim(std::string_view text) noexcept {
    const std::size_t begin = text.find_first_not_of(whitespace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(whitespace) + 1 - begin);
}

// from_chars knows no plus sign.
std::string_view without_plus(std::string_view text) noexcept {
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
    return text;
}

template <class Number>
std::optional<Number> read_number(std::string_view text) noexcept {
    const std::string_view digits = without_plus(trim(text));
    Number number{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

int number_at(std::string_view text, std::size_t at, std::size_t digits) noexcept {
    int number = 0;
    for (char c : text.substr(at, digits))
        number = number * 10 + (c - '0');
    return number;
}

} // namespace

std::optional<std::int64_t> read_xmlrpc_int(std::string_view text) noexcept {
    return read_number<std::int64_t>(text);
}

std::optional<double> read_xmlrpc_double(std::string_view text) noexcept {
    return read_number<double>(text);
}

std::optional<std::string> read_xmlrpc_base64(std::string_view text) {
    std::string digits(text);
    std::erase_if(digits, [](char c) { return whitespace.find(c) != std::string_view::npos; });
    return base64_decode(digits);
}

bool is_xmlrpc_datetime(std::string_view text) noexcept {
    constexpr std::string_view form = "ddddddddTdd:dd:dd";
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'd' ? !http_chars::is(text[i], http_chars::digit) : text[i] != form[i])
            return false;
    const std::chrono::year_month_day date{
        std::chrono::year(number_at(text, 0, 4)),
        std::chrono::month(static_cast<unsigned>(number_at(text, 4, 2))),
        std::chrono::day(static_cast<unsigned>(number_at(text, 6, 2)))};
    return date.ok() && number_at(text, 9, 2) < 24 && number_at(text, 12, 2) < 60 &&
           number_at(text, 15, 2) < 60;
}

} // namespace medusa
