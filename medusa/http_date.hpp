#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace medusa {

using http_time = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

/// The preferred form, always 29 bytes: "Sun, 06 Nov 1994 08:49:37 GMT".
/// REQUIRES: a year of four digits.
/// Source: RFC 9110 5.6.7.
std::string format_http_date(http_time time);
void append_http_date(std::string& out, http_time time);

/// Reads any of the three forms of RFC 9110 5.6.7: IMF-fixdate, RFC 850 and asctime. The year of
/// two digits of RFC 850 is the one that lies at most 50 years after `now`. The weekday must be
/// one, but it need not be the right one. Nothing for all else.
std::optional<http_time> parse_http_date(std::string_view text, http_time now);

} // namespace medusa
