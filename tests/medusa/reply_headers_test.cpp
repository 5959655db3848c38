#include "medusa/reply_headers.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using medusa::reply_headers;

namespace {

std::string lines(const reply_headers& headers) {
    std::string text;
    headers.append_to(text);
    return text;
}

} // namespace

TEST_CASE("reply fields go out in the order they were set") {
    reply_headers headers;
    CHECK(headers.empty());
    headers.set("Server", "medusa");
    headers.set("Date", "today");
    headers.add("Set-Cookie", "a");
    headers.add("Set-Cookie", "b");
    CHECK(lines(headers) == "Server: medusa\r\nDate: today\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n");
}

TEST_CASE("a reply field is replaced where it stands") {
    reply_headers headers;
    headers.set("Content-Type", "text/html");
    headers.set("Date", "today");
    headers.set("content-type", "text/plain;charset=utf-8");
    CHECK(lines(headers) == "Content-Type: text/plain;charset=utf-8\r\nDate: today\r\n");
    headers.set("Content-Type", "");
    CHECK(headers.find("Content-Type") == "");
    CHECK(headers.find("Date") == "today");
}

TEST_CASE("setting a reply field leaves one of its name") {
    reply_headers headers;
    headers.add("A", "1");
    headers.add("B", "2");
    headers.add("a", "3");
    headers.add("A", "4");
    headers.set("A", "5");
    CHECK(lines(headers) == "A: 5\r\nB: 2\r\n");
}

TEST_CASE("a removed reply field is gone wherever it stood") {
    reply_headers headers;
    headers.add("A", "1");
    headers.add("AB", "2");
    headers.add("a", "3");
    headers.remove("A");
    CHECK(lines(headers) == "AB: 2\r\n");
    CHECK_FALSE(headers.has("A"));
    CHECK(headers.has("ab"));
}

TEST_CASE("a name is not found within a value or a longer name") {
    reply_headers headers;
    headers.set("X-Length", "Length: 5");
    CHECK_FALSE(headers.has("Length"));
    CHECK_FALSE(headers.has("X"));
    CHECK_FALSE(headers.has("X-Length: Length"));
    CHECK_FALSE(headers.has("X-LengthXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"));
    CHECK_FALSE(headers.has(""));
}

TEST_CASE("a reply field cannot smuggle in another line") {
    reply_headers headers;
    const std::string bad = GENERATE(as<std::string>{}, "a\r\nSet-Cookie: x", "a\nb", "a\rb",
                                     "\x7f", std::string("a\0b", 3));
    CHECK_THROWS_AS(headers.set("Location", bad), std::invalid_argument);
    CHECK_THROWS_AS(headers.add("Location", bad), std::invalid_argument);
    CHECK_THROWS_AS(headers.set(bad, "x"), std::invalid_argument);
    CHECK_THROWS_AS(headers.set("", "x"), std::invalid_argument);
    CHECK_THROWS_AS(headers.set("A:", "x"), std::invalid_argument);
    CHECK(headers.empty());
    headers.set("Location", "/");
    CHECK_THROWS_AS(headers.set("Location", bad), std::invalid_argument);
    CHECK(headers.find("Location") == "/");
}
