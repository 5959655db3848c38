#include "medusa/request_target.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace medusa;

namespace {

request_target taken(std::string_view method, std::string_view target) {
    auto parsed = parse_request_target(method, target, false);
    REQUIRE(std::holds_alternative<request_target>(parsed));
    return std::get<request_target>(parsed);
}

int refused(std::string_view method, std::string_view target) {
    auto parsed = parse_request_target(method, target, false);
    REQUIRE(std::holds_alternative<http_error>(parsed));
    return std::get<http_error>(parsed).status;
}

} // namespace

TEST_CASE("a target in origin form is a path and a query") {
    const std::string_view target = "/a/b%20c?x=1?y&z={|}";
    CHECK(taken("GET", target).path == "/a/b%20c");
    CHECK(taken("GET", target).query == "x=1?y&z={|}");
    CHECK_FALSE(taken("GET", target).authority);
    CHECK(taken("GET", "//host/a").path == "//host/a");
    CHECK(taken("GET", "/?").query == "");
}

TEST_CASE("a target in absolute form names the host") {
    CHECK(taken("GET", "http://h:80/a?b").authority == "h:80");
    CHECK(taken("GET", "http://h:80/a?b").path == "/a");
    CHECK(taken("GET", "http://h:80/a?b").query == "b");
    CHECK(taken("GET", "HTTPS://h").path == "/");
    CHECK(taken("GET", "http://h?q").path == "/");
    CHECK(taken("GET", "http://h?q").query == "q");
    CHECK(taken("GET", "http://[::1]:8080/").authority == "[::1]:8080");
}

TEST_CASE("the asterisk is for OPTIONS alone") {
    CHECK(taken("OPTIONS", "*").path == "*");
    CHECK(refused("GET", "*") == 400);
    CHECK(refused("OPTIONS", "*/") == 400);
}

TEST_CASE("the authority form is refused") {
    CHECK(refused("CONNECT", "h:443") == 501);
    CHECK(refused("CONNECT", "/") == 501);
    CHECK(refused("GET", "h:443") == 400);
}

TEST_CASE("a malformed target is refused") {
    const std::string target =
        GENERATE(as<std::string>{}, "", "a", "a/b", "?q", "/a#b", "/#", "/a b", "/\t", "/a\r",
                 "/a\n", "/\x7f", "/\xc3\xa9", "/<", "/\"", std::string("/\0", 2), "http:///a",
                 "http://", "http:/a", "ftp://h/", "http://u@h/", "http://h:x/", "http://h:65536/",
                 "http://[::1/", "http://h\\/", "://h/", "http://[g::]/");
    CAPTURE(target);
    CHECK(refused("GET", target) == 400);
}

TEST_CASE("bytes past ASCII are taken in a target when told so") {
    CHECK(std::holds_alternative<request_target>(parse_request_target("GET", "/\xc3\xa9", true)));
    CHECK(std::holds_alternative<http_error>(parse_request_target("GET", "/\x01", true)));
    CHECK(std::holds_alternative<http_error>(parse_request_target("GET", "/#", true)));
}

TEST_CASE("a host is a name or an address and perhaps a port") {
    for (const char* host :
         {"", "localhost", "a.b-c_d", "127.0.0.1", "h:0", "h:65535", "h:", "[::1]", "[fe80::1]:80",
          "[::ffff:1.2.3.4]", "[v1.x:y]", "a%20b", "!$&'()*+,;="}) {
        CAPTURE(host);
        CHECK(is_host(host));
    }
    for (const char* host : {"a b",  "a, b",  "h:65536",  "h:99999999999999999999",
                             "h:-1", "h:1:2", ":80",      "u@h",
                             "h/",   "[::1",  "[::1]x",   "[]",
                             "[1]",  "[x::]", "[v.x]",    "[v1]",
                             "a%2",  "a%zz",  "::1",      "h\\",
                             "h?",   "h#",    "\xc3\xa9", "<h>"}) {
        CAPTURE(host);
        CHECK_FALSE(is_host(host));
    }
}
