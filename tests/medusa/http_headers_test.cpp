#include "medusa/field_lines.hpp"
#include "medusa/http_headers.hpp"

#include <catch2/catch.hpp>

using namespace medusa;

namespace {

http_headers headers_of(std::string lines) {
    http_headers headers(std::move(lines));
    REQUIRE_FALSE(parse_field_lines(headers, 0, 100));
    return headers;
}

} // namespace

TEST_CASE("fields keep their order and repeat") {
    const http_headers headers = headers_of("B: 1\r\nA: 2\r\nb: 3");
    REQUIRE(headers.size() == 3);
    CHECK(headers.name(0) == "B");
    CHECK(headers.value(1) == "2");
    CHECK(headers.name(2) == "b");
    CHECK(headers.count("b") == 2);
}

TEST_CASE("a field is found by name in any case") {
    const http_headers headers = headers_of("Content-Type: text/plain\r\ncontent-TYPE: second");
    CHECK(headers.find("CONTENT-type") == "text/plain");
    CHECK_FALSE(headers.find("Content-Typ"));
    CHECK(headers.has("content-type"));
    CHECK(headers.get("Accept", "none") == "none");
}

TEST_CASE("fields stay true when the headers are moved") {
    http_headers headers = headers_of("A: b"); // short enough to lie within the string itself
    const http_headers moved = std::move(headers);
    CHECK(moved.find("a") == "b");
}

TEST_CASE("a token is found in a list whatever its case and spacing") {
    CHECK(token_list_contains("close", "close"));
    CHECK(token_list_contains("Keep-Alive, CLOSE", "close"));
    CHECK(token_list_contains(" , \tclose\t,x", "close"));
    CHECK_FALSE(token_list_contains("", "close"));
    CHECK_FALSE(token_list_contains("closed", "close"));
    CHECK_FALSE(token_list_contains("not close", "close"));
    CHECK_FALSE(token_list_contains("clos,e", "close"));
}

TEST_CASE("a list goes on over several fields of its name") {
    const http_headers headers = headers_of("Connection: a\r\nX: close\r\nConnection: b, close");
    CHECK(headers.list_contains("connection", "close"));
    CHECK_FALSE(headers.list_contains("connection", "c"));
}

TEST_CASE("case is that of ASCII only") {
    CHECK(iequals("aZ-09", "Az-09"));
    CHECK_FALSE(iequals("[", "{"));
    CHECK_FALSE(iequals("@", "`"));
    CHECK_FALSE(iequals("\xc4", "\xe4"));
}
