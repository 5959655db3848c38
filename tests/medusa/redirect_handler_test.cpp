#include "medusa/redirect_handler.hpp"
#include "tests/support/answer.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using medusa::redirect_handler;

namespace {

std::string location(web& it, const std::string& target) {
    return field_of(it.get(target), "Location");
}

void redirect(web& it, const char* from, const char* to, int code = 308) {
    it.server->install_handler(std::make_shared<redirect_handler>(from, to, code));
}

} // namespace

TEST_CASE("a redirection keeps what follows the path and the query", "[redirect_handler]") {
    web it;
    redirect(it, "/old", "/new/");
    CHECK(location(it, "/old") == "/new");
    CHECK(location(it, "/old/") == "/new/");
    CHECK(location(it, "/old/a/b?c=d&e") == "/new/a/b?c=d&e");
    CHECK(location(it, "/old/a%2Fb%20c?x=%20") == "/new/a%2Fb%20c?x=%20");
    CHECK(location(it, "/%6fld/%61") == "/new/%61");
    CHECK(location(it, "/old/a|b?c|d") == "/new/a%7Cb?c%7Cd");
    CHECK(location(it, "http://localhost/old/a?b") == "/new/a?b");
    CHECK(status_of(it.get("/older")) == 404);
    CHECK(status_of(it.get("/")) == 404);
}

TEST_CASE("a redirection has the code it was given and refuses a body unread",
          "[redirect_handler]") {
    for (const int code : {301, 302, 307, 308}) {
        web it;
        redirect(it, "/old", "https://new.example", code);
        const std::string answer = it.get("/old/a");
        CHECK(status_of(answer) == code);
        CHECK(field_of(answer, "Location") == "https://new.example/a");
        const std::string posted = it.ask("POST /old HTTP/1.1\r\nHost: localhost\r\n"
                                          "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        CHECK(status_of(posted) == code);
        CHECK(field_of(posted, "Connection") == "close");
    }
    CHECK_THROWS_AS(redirect_handler("/a", "/b", 303), std::invalid_argument);
    CHECK_THROWS_AS(redirect_handler("a", "/b"), std::invalid_argument);
    CHECK_THROWS_AS(redirect_handler("/a", "b"), std::invalid_argument);
    CHECK_THROWS_AS(redirect_handler("/a", "//evil.example"), std::invalid_argument);
}

TEST_CASE("no path of a request leads to another host", "[redirect_handler]") {
    web it;
    redirect(it, "/", "/");
    CHECK(location(it, "//evil.example/x") == "/evil.example/x");
    CHECK(location(it, "/\\evil.example") == "/evil.example");
    CHECK(location(it, "/a\\b") == "/a%5Cb");
    web under;
    redirect(under, "/old", "/");
    CHECK(location(under, "/old//evil.example") == "/evil.example");
    CHECK(location(under, "/old/%2Fevil.example") == "/%2Fevil.example");
    web other;
    redirect(other, "/old", "https://new.example");
    CHECK(location(other, "/old%2F@evil.example") == "https://new.example/@evil.example");
    CHECK(location(other, "/old") == "https://new.example");
    CHECK(location(other, "/old/@evil.example") == "https://new.example/@evil.example");
}
