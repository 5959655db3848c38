#include "medusa/http_date.hpp"

#include "medusa/http_chars.hpp"

#include <array>

namespace medusa {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> weekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_number(std::string& out, int number, int digits) {
    char text[4];
    for (int i = digits; i-- > 0; number /= 10)
        text[i] = static_cast<char>('0' + number % 10);
    out.append(text, static_cast<std::size_t>(digits));
}

// Takes pieces off the front of a date; after the first that is missing, all are.
class date_reader {
public:
    explicit date_reader(std::string_view text) : rest_(text) {}

    bool failed() const noexcept { return failed_; }
    bool finished() const noexcept { return !failed_ && rest_.empty(); }

    void literal(std::string_view expected) noexcept {
        if (rest_.substr(0, expected.size()) == expected)
            rest_.remove_prefix(expected.size());
        else
            failed_ = true;
    }
    int number(std::size_t digits) noexcept {
        const std::string_view text = rest_.substr(0, digits);
        if (text.size() != digits || !http_chars::all(text, http_chars::digit)) {
            failed_ = true;
            return 0;
        }
        rest_.remove_prefix(digits);
        int value = 0;
        for (char c : text)
            value = value * 10 + (c - '0');
        return value;
    }
    // Two digits, or a space and one.
    int padded_number() noexcept {
        if (rest_.substr(0, 1) != " ") return number(2);
        literal(" ");
        return number(1);
    }
    unsigned month_name() noexcept {
        for (unsigned i = 0; i < months.size(); ++i) {
            if (rest_.substr(0, 3) == months[i]) {
                rest_.remove_prefix(3);
                return i + 1;
            }
        }
        failed_ = true;
        return 0;
    }
    // True if it was the short one.
    bool weekday_name() noexcept {
        for (std::string_view name : weekdays) {
            if (rest_.substr(0, 3) != name.substr(0, 3)) continue;
            const bool is_long = rest_.substr(0, name.size()) == name;
            rest_.remove_prefix(is_long ? name.size() : 3);
            return !is_long;
        }
        failed_ = true;
        return true;
    }
    seconds time_of_day() noexcept {
        const int hour = number(2);
        literal(":");
        const int minute = number(2);
        literal(":");
        const int second = number(2);
        if (hour > 23 || minute > 59 || second > 60) // 60 is a leap second
            failed_ = true;
        return hours(hour) + minutes(minute) + seconds(second);
    }

private:
    std::string_view rest_;
    bool failed_ = false;
};

std::optional<http_time> at(int in_year, unsigned in_month, int on_day, seconds time) {
    const year_month_day date{year(in_year), month(in_month), day(static_cast<unsigned>(on_day))};
    if (!date.ok()) return std::nullopt;
    return http_time(sys_days(date)) + time;
}

int year_of_rfc850(int two_digits, http_time now) {
    const int current = int(year_month_day(floor<days>(now)).year());
    const int full = current - current % 100 + two_digits;
    if (full > current + 50) return full - 100;
    return full <= current - 50 ? full + 100 : full;
}

} // namespace

void append_http_date(std::string& out, http_time time) {
    const sys_days date = floor<days>(time);
    const year_month_day ymd(date);
    const int second = static_cast<int>((time - date).count());
    out.append(weekdays[weekday(date).c_encoding()].substr(0, 3)).append(", ");
    append_number(out, static_cast<int>(unsigned(ymd.day())), 2);
    out.append(" ").append(months[unsigned(ymd.month()) - 1]).append(" ");
    append_number(out, int(ymd.year()), 4);
    out += ' ';
    append_number(out, second / 3600, 2);
    out += ':';
    append_number(out, second / 60 % 60, 2);
    out += ':';
    append_number(out, second % 60, 2);
    out += " GMT";
}

std::string format_http_date(http_time time) {
    std::string text;
    text.reserve(29);
    append_http_date(text, time);
    return text;
}

std::optional<http_time> parse_http_date(std::string_view text, http_time now) {
    date_reader read(text);
    int on_day = 0;
    unsigned in_month = 0;
    int in_year = 0;
    seconds time{};
    const bool short_name = read.weekday_name();
    if (text.find(',') == std::string_view::npos) { // Sun Nov  6 08:49:37 1994
        if (!short_name) return std::nullopt;
        read.literal(" ");
        in_month = read.month_name();
        read.literal(" ");
        on_day = read.padded_number();
        read.literal(" ");
        time = read.time_of_day();
        read.literal(" ");
        in_year = read.number(4);
    } else { // Sun, 06 Nov 1994 08:49:37 GMT, or Sunday, 06-Nov-94 08:49:37 GMT
        const std::string_view separator = short_name ? " " : "-";
        read.literal(", ");
        on_day = read.number(2);
        read.literal(separator);
        in_month = read.month_name();
        read.literal(separator);
        in_year = short_name ? read.number(4) : year_of_rfc850(read.number(2), now);
        read.literal(" ");
        time = read.time_of_day();
        read.literal(" GMT");
    }
    if (!read.finished()) return std::nullopt;
    return at(in_year, in_month, on_day, time);
}

} // namespace medusa
