#include "medusa/auth_handler.hpp"
#include "medusa/base64.hpp"
#include "medusa/secret.hpp"
#include "tests/support/answer.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using medusa::auth_handler;
using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

std::string basic(const std::string& credentials) {
    return "Authorization: Basic " + medusa::base64_encode(credentials) + "\r\n";
}

std::shared_ptr<function_handler> greets(std::string prefix = "/") {
    return std::make_shared<function_handler>(std::move(prefix), [](const request_ptr& request) {
        request->push("hello " + request->user());
        request->done();
    });
}

// Lets those pass who bring a token (RFC 6750).
struct bearer_filter : medusa::filter {
    bearer_filter(std::shared_ptr<handler> inner, std::string expected)
        : filter(std::move(inner)), token(std::move(expected)) {}
    bool passes(medusa::http_request& request) override {
        ++asked;
        if (medusa::secret_equal(request.get_header("Authorization"), "Bearer " + token)) {
            request.set_user("the bearer");
            return true;
        }
        request.reply().set("WWW-Authenticate", "Bearer realm=\"api\"");
        request.error(401);
        return false;
    }
    std::string token;
    int asked = 0;
};

} // namespace

TEST_CASE("each of several users passes with the password of their own", "[auth_handler]") {
    web it;
    it.server->install_handler(std::make_shared<auth_handler>(
        greets(), auth_handler::users{{"ann", "one"},
                                      {"bob", "{SHA}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4"}}));
    CHECK(body_of(it.get("/", basic("ann:one"))) == "hello ann");
    CHECK(body_of(it.get("/", basic("bob:secret"))) == "hello bob");
    for (const char* wrong : {"ann:secret", "bob:one", "eve:one", "eve:", ":one", ":", "ann:"}) {
        CAPTURE(wrong);
        CHECK(status_of(it.get("/", basic(wrong))) == 401);
    }
    web nobody;
    nobody.server->install_handler(std::make_shared<auth_handler>(greets(), auth_handler::users{}));
    CHECK(status_of(nobody.get("/", basic(":"))) == 401);
}

TEST_CASE("a realm is quoted and may ask for UTF-8", "[auth_handler]") {
    web it;
    const auto one = std::make_shared<auth_handler>(greets(), "a", "b", "the \"inner\" \\ realm");
    it.server->install_handler(one);
    CHECK(field_of(it.get("/"), "WWW-Authenticate") ==
          "Basic realm=\"the \\\"inner\\\" \\\\ realm\"");
    one->set_charset_utf8();
    CHECK(field_of(it.get("/"), "WWW-Authenticate") ==
          "Basic realm=\"the \\\"inner\\\" \\\\ realm\", charset=\"UTF-8\"");
    CHECK_THROWS_AS(auth_handler(greets(), "a", "b", "two\r\nlines"), std::invalid_argument);
}

TEST_CASE("what is wrapped is protected and what is not is free", "[auth_handler]") {
    web it;
    it.server->install_handler(greets());
    it.server->install_handler(std::make_shared<auth_handler>(greets("/private"), "a", "b"));
    CHECK(status_of(it.get("/public")) == 200);
    CHECK(status_of(it.get("/private/x")) == 401);
    CHECK(status_of(it.get("/%70rivate/x")) == 401);
    CHECK(status_of(it.get("/private", basic("a:b"))) == 200);
    CHECK(status_of(it.get("/private", "", "OPTIONS")) == 401);
}

TEST_CASE("a filter of one's own decides by a bearer token", "[filter]") {
    web it;
    const auto filter = std::make_shared<bearer_filter>(greets(), "abc.def");
    it.server->install_handler(filter);
    CHECK(body_of(it.get("/", "Authorization: Bearer abc.def\r\n")) == "hello the bearer");
    for (const char* wrong :
         {"", "Authorization: Bearer abc.de\r\n", "Authorization: Bearer abc.deg\r\n",
          "Authorization: Bearer\r\n", "Authorization: Basic YTpi\r\n"}) {
        CAPTURE(wrong);
        const std::string answer = it.get("/", wrong);
        CHECK(status_of(answer) == 401);
        CHECK(field_of(answer, "WWW-Authenticate") == "Bearer realm=\"api\"");
    }
    // With a body it is refused before that is sent.
    filter->asked = 0;
    const std::string refused = it.ask("POST / HTTP/1.1\r\nHost: localhost\r\n"
                                       "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n");
    CHECK(status_of(refused) == 401);
    CHECK(filter->asked == 1);
}

TEST_CASE("who is refused keeps the connection, unless it is to be closed", "[auth_handler]") {
    for (const bool closed : {false, true}) {
        web it;
        const auto guarded = std::make_shared<auth_handler>(greets(), "ann", "one");
        guarded->close_refused = closed;
        it.server->install_handler(guarded);
        const auto client = it.client();
        client->say("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n" +
                    basic("ann:one") + "\r\n");
        if (closed) {
            client->hear_the_end();
            CHECK(client->received.find("\r\nConnection: close\r\n") != std::string::npos);
            CHECK(client->received.find("200 OK") == std::string::npos);
        } else {
            client->hear("hello");
            CHECK(client->received.find("Connection: close") == std::string::npos);
        }
        CHECK(status_of(client->received) == 401);
    }
}
