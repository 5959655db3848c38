#include "medusa/xmlrpc_scalars.hpp"

#include "medusa/base64.hpp"
#include "medusa/http_chars.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

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

char* put(char* to, std::string_view text) noexcept {
    return std::copy(text.begin(), text.end(), to);
}

// Times, shares and sizes are most often whole thousandths, and far cheaper to write as such. Below
// this no two of them are the same double, so one that reads back the same is the shortest that
// does.
constexpr double most_in_thousandths = 1ULL << 40;

// Null when `size` is not that.
char* put_thousandths(char* to, double size) noexcept {
    const auto thousandths = static_cast<std::int64_t>(size * 1000 + 0.5);
    if (static_cast<double>(thousandths) / 1000 != size) return nullptr;
    to = std::to_chars(to, to + most_of_a_double, thousandths / 1000).ptr;
    const auto rest = static_cast<int>(thousandths % 1000);
    *to++ = '.';
    *to++ = static_cast<char>('0' + rest / 100);
    if (rest % 100 != 0) *to++ = static_cast<char>('0' + rest / 10 % 10);
    if (rest % 10 != 0) *to++ = static_cast<char>('0' + rest % 10);
    return to;
}

} // namespace

char* write_xmlrpc_double(char* to, double value) noexcept {
    if (std::isnan(value)) return put(to, "nan");
    if (std::signbit(value)) *to++ = '-';
    const double size = std::fabs(value);
    if (std::isinf(size)) return put(to, "inf");
    if (size < most_in_thousandths)
        if (char* end = put_thousandths(to, size)) return end;
    const bool with_exponent = size < 1e-4 || size >= 1e16;
    const auto format = with_exponent ? std::chars_format::scientific : std::chars_format::fixed;
    to = std::to_chars(to, to + most_of_a_double, size, format).ptr;
    return !with_exponent && size == std::trunc(size) ? put(to, ".0") : to;
}

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
