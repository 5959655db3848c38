#include "medusa/callback_handler.hpp"
#include "tests/support/answer.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

void say_path(const request_ptr& request) {
    request->push(std::string(request->path()) + " " + request->body());
    request->done();
}

} // namespace

TEST_CASE("a function answers at its path and nowhere else", "[callback_handler]") {
    web it;
    it.server->install("/time", say_path);
    CHECK(body_of(it.get("/time")) == "/time ");
    CHECK(body_of(it.get("/%74ime?x")) == "/time ");
    CHECK(body_of(it.get("/time", "", "HEAD")).empty());
    for (const char* target : {"/", "/time/", "/times", "/a/time", "/Time"}) {
        CAPTURE(target);
        CHECK(status_of(it.get(target)) == 404);
    }
}

TEST_CASE("a path with a star takes all that begins with what stands before",
          "[callback_handler]") {
    web it;
    it.server->install("/users/*", say_path);
    CHECK(body_of(it.get("/users/")) == "/users/ ");
    CHECK(body_of(it.get("/users/ann/mail")) == "/users/ann/mail ");
    CHECK(status_of(it.get("/users")) == 404);
    it.server->install("/*", say_path);
    CHECK(status_of(it.get("/users")) == 200);
}

TEST_CASE("a method that a function does not take gets 405 with those it takes",
          "[callback_handler]") {
    web it;
    it.server->install("/form", say_path, "POST, PUT");
    CHECK(body_of(it.get("/form", "", "POST", "a=1")) == "/form a=1");
    const std::string refused = it.get("/form");
    CHECK(status_of(refused) == 405);
    CHECK(field_of(refused, "Allow") == "POST, PUT");
    const std::string asked = it.get("/form", "", "OPTIONS");
    CHECK(status_of(asked) == 204);
    CHECK(field_of(asked, "Allow") == "POST, PUT, OPTIONS");
    CHECK(status_of(it.get("/form", "", "BREW")) == 501);
}

TEST_CASE("a function may answer later and one that throws is a 500", "[callback_handler]") {
    asyncore::set_log_sink([](asyncore::log_level, std::string_view) {});
    web it;
    request_ptr kept;
    it.server->install("/later", [&](const request_ptr& request) { kept = request; });
    it.server->install("/bad", [](const request_ptr&) { throw std::runtime_error("bad"); });
    const auto client = it.client();
    client->say("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    wait_until([&] { return kept != nullptr; }, std::chrono::seconds(5), "asked", it.map);
    CHECK(client->received.empty());
    kept->push("now");
    kept->done();
    client->hear("now");
    CHECK(status_of(it.get("/bad")) == 500);
    asyncore::set_log_sink({});
}

TEST_CASE("a body past what a function takes gets 413", "[callback_handler]") {
    web it;
    it.server->install_handler(
        std::make_shared<medusa::callback_handler>("/small", say_path, "POST", 4));
    CHECK(body_of(it.get("/small", "", "POST", "four")) == "/small four");
    CHECK(status_of(it.get("/small", "", "POST", "fives")) == 413);
}

TEST_CASE("what cannot be a path or a function is refused", "[callback_handler]") {
    using medusa::callback_handler;
    CHECK_THROWS_AS(callback_handler("time", say_path), std::invalid_argument);
    CHECK_THROWS_AS(callback_handler("", say_path), std::invalid_argument);
    CHECK_THROWS_AS(callback_handler("/", nullptr), std::invalid_argument);
}
