#include "medusa/http_date.hpp"

#include <catch2/catch.hpp>

using medusa::format_http_date;
using medusa::http_time;
using medusa::parse_http_date;

namespace {

http_time at(long long seconds) {
    return http_time(std::chrono::seconds(seconds));
}

const http_time rfc_example = at(784111777); // 6 November 1994, 08:49:37
const http_time now = at(1700000000);        // November 2023

} // namespace

TEST_CASE("a date is written in the preferred form") {
    CHECK(format_http_date(rfc_example) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(format_http_date(at(0)) == "Thu, 01 Jan 1970 00:00:00 GMT");
    CHECK(format_http_date(at(951782400)) == "Tue, 29 Feb 2000 00:00:00 GMT");
    CHECK(format_http_date(at(1704067199)) == "Sun, 31 Dec 2023 23:59:59 GMT");
    CHECK(format_http_date(at(253402300799)) == "Fri, 31 Dec 9999 23:59:59 GMT");
}

TEST_CASE("the three forms of RFC 9110 5.6.7 are read") {
    CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT", now) == rfc_example);
    CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", now) == rfc_example);
    CHECK(parse_http_date("Sun Nov  6 08:49:37 1994", now) == rfc_example);
    CHECK(parse_http_date("Wed Nov 16 08:49:37 1994", now) == at(784111777 + 864000));
}

TEST_CASE("a year of two digits is at most fifty years ahead") {
    CHECK(parse_http_date("Tuesday, 14-Nov-73 00:00:00 GMT", now) == at(3277843200));  // 2073
    CHECK(parse_http_date("Wednesday, 14-Nov-74 00:00:00 GMT", now) == at(153619200)); // 1974
    CHECK(parse_http_date("Tuesday, 14-Nov-23 00:00:00 GMT", now) == at(1699920000));
    const http_time late = at(4070908800);                                            // 2099
    CHECK(parse_http_date("Friday, 01-Jan-10 00:00:00 GMT", late) == at(4417977600)); // 2110
}

TEST_CASE("every written date reads back") {
    for (long long second = 0; second < 4'000'000'000; second += 12'345'678)
        CHECK(parse_http_date(format_http_date(at(second)), now) == at(second));
}

TEST_CASE("what is no date is refused") {
    const std::string text =
        GENERATE(as<std::string>{}, "", "0", "now", "Sun, 06 Nov 1994 08:49:37",
                 "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT ",
                 "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
                 "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
                 "Xyz, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
                 "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
                 "Sun, 06 Nov 94 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
                 "Sunday Nov  6 08:49:37 1994", "Sun Nov 6 08:49:37 1994",
                 "Sun Nov  6 08:49:37 1994 GMT", "784111777", "Sun, 06 Nov -994 08:49:37 GMT");
    CAPTURE(text);
    CHECK_FALSE(parse_http_date(text, now));
}

TEST_CASE("a date cut anywhere is no date") {
    for (const std::string whole : {"Sun, 06 Nov 1994 08:49:37 GMT",
                                    "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
        for (std::size_t size = 0; size < whole.size(); ++size)
            CHECK_FALSE(parse_http_date(whole.substr(0, size), now));
}
