// The fields that static files are asked by: conditions, ranges and codings, in memory.

#include "medusa/byte_ranges.hpp"
#include "medusa/conditions.hpp"
#include "medusa/content_coding.hpp"
#include "medusa/http_parser.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <variant>

using medusa::byte_range;
using medusa::content_coding;
using medusa::precondition;
using std::chrono::seconds;

namespace {

constexpr std::string_view ten = "Sun, 06 Nov 1994 08:49:37 GMT";
const medusa::http_time then{seconds(784111777)}; // the same

medusa::request_head asking(const std::string& fields) {
    const std::string lines = fields.empty() ? "" : "\r\n" + fields;
    auto read = medusa::parse_request_head("GET / HTTP/1.1\r\nHost: x" + lines);
    REQUIRE(std::holds_alternative<medusa::request_head>(read));
    return std::get<medusa::request_head>(std::move(read));
}

precondition check(const std::string& fields, std::string_view method = "GET",
                   std::string_view etag = "\"a\"") {
    return medusa::check_conditions(asking(fields).headers(), method, {etag, then});
}

std::string date(int after) {
    return medusa::format_http_date(then + seconds(after));
}

// "0-4 7-9" for what is asked of ten bytes, "all" or "416".
std::string ranges(std::string_view value, std::uint64_t size = 10, std::size_t most = 4) {
    const auto read = medusa::parse_byte_ranges(value, size, most);
    if (read.asked == medusa::byte_ranges::kind::all) return "all";
    if (read.asked == medusa::byte_ranges::kind::unsatisfiable) return "416";
    std::string text;
    for (const byte_range& one : read.ranges)
        text +=
            (text.empty() ? "" : " ") + std::to_string(one.first) + "-" + std::to_string(one.last);
    return text;
}

std::string coding(const std::string& fields, bool gzip_there = true) {
    const auto chosen = medusa::choose_coding(asking(fields).headers(), gzip_there);
    if (!chosen) return "none";
    return *chosen == content_coding::gzip ? "gzip" : "identity";
}

} // namespace

TEST_CASE("each condition is judged by itself", "[conditions]") {
    const auto holds = precondition::holds;
    const auto not_modified = precondition::not_modified;
    const auto failed = precondition::failed;
    CHECK(date(0) == ten);
    struct row {
        std::string fields;
        precondition expected;
    };
    const row rows[] = {
        {"", holds},
        {"If-None-Match: \"a\"", not_modified},
        {"If-None-Match: W/\"a\"", not_modified},
        {"If-None-Match: \"b\" , \"a\"", not_modified},
        {"If-None-Match: \"b\",, \"c,d\",W/\"a\"", not_modified},
        {"If-None-Match: \"b, \"\r\nIf-None-Match: \"a\"", not_modified},
        {"If-None-Match: *", not_modified},
        {"If-None-Match: \"b\"", holds},
        {"If-None-Match: \"x,\"a\"", holds}, // broken after the first tag
        {"If-None-Match: a", holds},
        {"If-None-Match: W/a", holds},
        {"If-None-Match: \"a", holds},
        {"If-None-Match:", holds},
        {"If-Match: \"a\"", holds},
        {"If-Match: *", holds},
        {"If-Match: \"b\", \"a\"", holds},
        {"If-Match: W/\"a\"", failed},
        {"If-Match: \"b\"", failed},
        {"If-Match:", failed},
        {"If-Modified-Since: " + date(0), not_modified},
        {"If-Modified-Since: " + date(1), not_modified},
        {"If-Modified-Since: " + date(-1), holds},
        {"If-Modified-Since: yesterday", holds},
        {"If-Modified-Since: " + date(0) + "\r\nIf-Modified-Since: " + date(0), holds},
        {"If-Unmodified-Since: " + date(0), holds},
        {"If-Unmodified-Since: " + date(-1), failed},
        {"If-Unmodified-Since: yesterday", holds},
    };
    for (const row& each : rows) {
        CAPTURE(each.fields);
        CHECK(check(each.fields) == each.expected);
    }
    CHECK(check("If-Match: \"a\"", "GET", "W/\"a\"") == failed);
    CHECK(check("If-None-Match: \"a\"", "GET", "W/\"a\"") == not_modified);
    CHECK(check("If-None-Match: \"a\"", "DELETE") == failed);
    CHECK(check("If-Modified-Since: " + date(0), "DELETE") == holds);
}

TEST_CASE("conditions have the precedence of RFC 9110 13.2.2", "[conditions]") {
    // A tag decides where a date is there too; what fails comes before what is not modified.
    CHECK(check("If-Match: \"a\"\r\nIf-Unmodified-Since: " + date(-1)) == precondition::holds);
    CHECK(check("If-None-Match: \"b\"\r\nIf-Modified-Since: " + date(0)) == precondition::holds);
    CHECK(check("If-Match: \"b\"\r\nIf-None-Match: \"a\"") == precondition::failed);
    CHECK(check("If-Match: \"a\"\r\nIf-None-Match: \"a\"") == precondition::not_modified);
    CHECK(check("If-Unmodified-Since: " + date(0) + "\r\nIf-Modified-Since: " + date(0)) ==
          precondition::not_modified);
}

TEST_CASE("without a time a date is no condition", "[conditions]") {
    const auto head = asking("If-Modified-Since: " + date(0) +
                             "\r\nIf-Unmodified-Since: " + date(-1) + "\r\nIf-Range: " + date(0));
    CHECK(medusa::check_conditions(head.headers(), "GET", {"\"a\"", {}}) == precondition::holds);
    CHECK_FALSE(medusa::if_range_holds(head.headers(), {"\"a\"", {}}, then + seconds(9)));
}

TEST_CASE("If-Range takes a strong tag or a date that is past", "[conditions]") {
    const auto holds = [](const std::string& fields, std::string_view etag = "\"a\"",
                          int now = 60) {
        return medusa::if_range_holds(asking(fields).headers(), {etag, then}, then + seconds(now));
    };
    CHECK(holds(""));
    CHECK(holds("If-Range: \"a\""));
    CHECK_FALSE(holds("If-Range: \"b\""));
    CHECK_FALSE(holds("If-Range: W/\"a\""));
    CHECK_FALSE(holds("If-Range: W/\"a\"", "W/\"a\""));
    CHECK(holds("If-Range: " + date(0)));
    CHECK_FALSE(holds("If-Range: " + date(1)));
    CHECK_FALSE(holds("If-Range: " + date(-1)));
    CHECK_FALSE(holds("If-Range: " + date(0), "\"a\"", 0));
    CHECK_FALSE(holds("If-Range: a"));
    CHECK_FALSE(holds("If-Range: \"a\"\r\nIf-Range: \"a\""));
}

TEST_CASE("ranges are read as RFC 9110 14.1 has them", "[byte_ranges]") {
    CHECK(ranges("bytes=0-4") == "0-4");
    CHECK(ranges("Bytes=0-0") == "0-0");
    CHECK(ranges("bytes=5-") == "5-9");
    CHECK(ranges("bytes=-3") == "7-9");
    CHECK(ranges("bytes=-30") == "0-9");
    CHECK(ranges("bytes=9-99") == "9-9");
    CHECK(ranges("bytes=0-99999999999999999999999") == "0-9");
    CHECK(ranges("bytes= 0-1 ,, -1", 1000) == "0-1 999-999");
    CHECK(ranges("bytes=10-") == "416");
    CHECK(ranges("bytes=99999999999999999999999-") == "416");
    CHECK(ranges("bytes=-0") == "416");
    CHECK(ranges("bytes=10-, 11-12") == "416");
    CHECK(ranges("bytes=10-, 2-3") == "2-3");
    CHECK(ranges("bytes=0-", 0) == "416");
    CHECK(ranges("bytes=-5", 0) == "all");
    for (const char* broken :
         {"", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=4-3", "bytes=a-b", "bytes=1",
          "lines=0-1", "bytes=0-1;2", "bytes=0-1, x", "bytes=+1-2", "bytes=1 -2", "bytes 0-1",
          "bytes=--1", "bytes =0-1", "bytes=0x1-2"}) {
        CAPTURE(broken);
        CHECK(ranges(broken) == "all");
    }
}

TEST_CASE("many ranges cost no more than the whole and a bounded number of parts",
          "[byte_ranges]") {
    CHECK(ranges("bytes=500-599,0-99", 1000) == "500-599 0-99");
    CHECK(ranges("bytes=500-599,0-99,550-700", 1000) == "0-99 500-700");
    CHECK(ranges("bytes=0-99,100-199", 1000) == "0-199");
    CHECK(ranges("bytes=0-99,101-199", 1000) == "0-99 101-199"); // no byte that was not asked for
    CHECK(ranges("bytes=0-,0-,0-,0-", 1000) == "0-999");
    CHECK(ranges("bytes=0-,0-,0-,0-,0-", 1000) == "all");
    CHECK(ranges("bytes=0-18446744073709551615,0-18446744073709551615", 1000) == "0-999");
}

TEST_CASE("the coding is the one the client likes best", "[content_coding]") {
    CHECK(coding("") == "identity");
    CHECK(coding("Accept-Encoding:") == "identity");
    CHECK(coding("Accept-Encoding: gzip") == "gzip");
    CHECK(coding("Accept-Encoding: X-GZIP") == "gzip");
    CHECK(coding("Accept-Encoding: gzip, deflate, br") == "gzip");
    CHECK(coding("Accept-Encoding: br\r\nAccept-Encoding: gzip") == "gzip");
    CHECK(coding("Accept-Encoding: br") == "identity");
    CHECK(coding("Accept-Encoding: *") == "gzip");
    CHECK(coding("Accept-Encoding: *;q=0.1, gzip;q=0") == "identity");
    CHECK(coding("Accept-Encoding: gzip ; q=0.5 , identity;Q=0.8") == "identity");
    CHECK(coding("Accept-Encoding: gzip;q=0.8, identity;q=0.5") == "gzip");
    CHECK(coding("Accept-Encoding: gzip;q=0.001") == "gzip");
    CHECK(coding("Accept-Encoding: gzip;q=0.000") == "identity");
    CHECK(coding("Accept-Encoding: gzip;q=1.001") == "identity");
    CHECK(coding("Accept-Encoding: gzip;q=0.1234") == "identity");
    CHECK(coding("Accept-Encoding: gzip;q=x, *;q=0.5") == "gzip");
    CHECK(coding("Accept-Encoding: gzip;level=1") == "identity");
    CHECK(coding("Accept-Encoding: gzip", false) == "identity");
    CHECK(coding("Accept-Encoding: identity;q=0") == "none");
    CHECK(coding("Accept-Encoding: *;q=0") == "none");
    CHECK(coding("Accept-Encoding: *;q=0, identity") == "identity");
    CHECK(coding("Accept-Encoding: gzip, identity;q=0") == "gzip");
    CHECK(coding("Accept-Encoding: gzip, identity;q=0", false) == "none");
}
