#include "medusa/http_url.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using medusa::http_url;

TEST_CASE("a URL is taken apart") {
    const http_url plain("HTTP://Example.ORG:8080/a%20b?c=d#e");
    CHECK(plain.scheme() == "http");
    CHECK(plain.host() == "example.org");
    CHECK(plain.port() == 8080);
    CHECK(plain.target() == "/a%20b?c=d");
    CHECK(plain.authority() == "example.org:8080");
    CHECK(plain.to_string() == "http://example.org:8080/a%20b?c=d");

    const http_url six("https://[::1]?q");
    CHECK(six.is_secure());
    CHECK(six.host() == "::1");
    CHECK(six.port() == 443);
    CHECK(six.target() == "/?q");
    CHECK(six.authority() == "[::1]");
    CHECK(http_url("http://[::1]:81/").authority() == "[::1]:81");
    CHECK(http_url("http://a:/").port() == 80);

    http_url local("unix:///run/supervisor.sock");
    CHECK(local.is_unix());
    CHECK(local.socket_path() == "/run/supervisor.sock");
    CHECK(local.target() == "/");
    CHECK(local.authority() == "localhost");
    local.set_target("/RPC2");
    CHECK(local.to_string() == "unix:///run/supervisor.sock /RPC2");
}

TEST_CASE("equal origins have one name") {
    CHECK(http_url("http://A/x").origin() == http_url("http://a:80/y?z").origin());
    CHECK(http_url("http://a").origin() != http_url("https://a").origin());
    CHECK(http_url("http://a:81").origin() != http_url("http://a").origin());
    CHECK(http_url("unix:///a").origin() != http_url("unix:///b").origin());
}

TEST_CASE("what is no URL of HTTP is refused") {
    for (const char* const text : {"",
                                   "/path",
                                   "example.org",
                                   "ftp://a/",
                                   "http:/a",
                                   "http://",
                                   "http:///a",
                                   "http://a:99999/",
                                   "http://a:0/",
                                   "http://a:8x/",
                                   "http://a b/",
                                   "http://a/b c",
                                   "http://a/\r\nX: y",
                                   "http://a\r\n/",
                                   "http://[::1/",
                                   "http://[x]/",
                                   "unix://relative",
                                   "javascript:alert(1)",
                                   "http://ann:secret@a/",
                                   "http://a/\x7f",
                                   "http://:80/"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(http_url(text), std::invalid_argument);
    }
    try {
        http_url("http://ann:secret@a/");
    } catch (const std::invalid_argument& error) {
        CHECK(std::string(error.what()).find("secret") == std::string::npos);
    }
    http_url url("http://a/");
    CHECK_THROWS_AS(url.set_target("x"), std::invalid_argument);
    CHECK_THROWS_AS(url.set_target("/a b"), std::invalid_argument);
    CHECK_THROWS_AS(url.set_target("/a\r\nb"), std::invalid_argument);
}

TEST_CASE("a reference is resolved as in RFC 3986, section 5.4") {
    const http_url from("http://a/b/c/d;p?q");
    const struct {
        const char* reference;
        const char* meant;
    } rows[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q"},
        {"g#s", "http://a/b/c/g"},
        {"g?y#s", "http://a/b/c/g?y"},
        {";x", "http://a/b/c/;x"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/../h", "http://a/b/c/h"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"https://x:1/y", "https://x:1/y"},
        {"/x://y", "http://a/x://y"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.reference);
        CHECK(from.resolve(row.reference).to_string() == row.meant);
    }
    for (const char* const bad :
         {"ftp://a/", "mailto:x", "unix:///run/x", "http://u:p@a/", "g h"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(from.resolve(bad), std::invalid_argument);
    }
    CHECK(http_url("https://a/").resolve("//b/c").to_string() == "https://b/c");
    CHECK(http_url("unix:///s").resolve("/c").to_string() == "unix:///s /c");
    CHECK_THROWS_AS(http_url("unix:///s").resolve("//c"), std::invalid_argument);
}
