// Static files that change, and what is remembered of them.

#include "tests/medusa/site.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <string>

#include <unistd.h>

using namespace std::chrono_literals;

TEST_CASE("a change is seen when the file is next looked at", "[default_handler]") {
    for (const std::size_t size : sizes) {
        CAPTURE(size);
        site it;
        it.put("f", std::string(size, 'a'));
        it.serve({.cache_valid = 0ms});
        CHECK(body_of(it.get("/f")) == std::string(size, 'a'));
        it.put("f", std::string(size, 'b')); // same size and time, but not when it was changed
        CHECK(body_of(it.get("/f")) == std::string(size, 'b'));
        it.put("new", std::string(size, 'c'));
        std::filesystem::rename(it.dir / "new", it.dir / "f");
        CHECK(body_of(it.get("/f")) == std::string(size, 'c'));
        it.put("f.gz", "gz");
        CHECK(body_of(it.get("/f", "Accept-Encoding: gzip\r\n")) == "gz");
        std::filesystem::remove(it.dir / "f.gz");
        CHECK(body_of(it.get("/f", "Accept-Encoding: gzip\r\n")) == std::string(size, 'c'));
        std::filesystem::remove(it.dir / "f");
        CHECK(status_of(it.get("/f")) == 404);
        std::filesystem::create_directory(it.dir / "f");
        CHECK(status_of(it.get("/f")) == 301);
    }
}

TEST_CASE("a file just looked at is what it was", "[default_handler]") {
    site it;
    it.put("f", "first");
    it.serve({.cache_valid = 1h});
    CHECK(body_of(it.get("/f")) == "first");
    it.put("f", "other");
    CHECK(body_of(it.get("/f")) == "first");
    site none;
    none.put("f", "first");
    none.serve({.max_cached = 0, .cache_valid = 1h});
    CHECK(body_of(none.get("/f")) == "first");
    none.put("f", "other");
    CHECK(body_of(none.get("/f")) == "other");
}

TEST_CASE("a file written to a moment ago is looked at by every request", "[default_handler]") {
    site it;
    it.serve({.cache_valid = 1h});
    for (const char* text : {"one", "two", "six"}) {
        it.dir.put("f", text);
        CHECK(body_of(it.get("/f")) == text);
    }
}

TEST_CASE("a file that gets shorter while it is sent ends its connection", "[default_handler]") {
    asyncore::set_log_sink([](asyncore::log_level, std::string_view) {});
    site it;
    it.put("f", "");
    REQUIRE(::truncate((it.dir / "f").c_str(), 50'000'000) == 0); // more than sockets hold
    it.serve();
    const auto client = it.client();
    client->listens = false;
    client->interest_changed();
    client->say("GET /f HTTP/1.1\r\nHost: x\r\n\r\n");
    it.settle();
    REQUIRE(::truncate((it.dir / "f").c_str(), 1'000'000) == 0);
    client->listens = true;
    client->interest_changed();
    client->hear_the_end();
    CHECK(body_of(client->received).size() < 50'000'000);
    asyncore::set_log_sink({});
}

TEST_CASE("files of every size follow each other on one connection", "[default_handler]") {
    site it;
    std::string asked;
    std::string expected;
    it.serve();
    for (int round = 0; round < 2; ++round) {
        for (const std::size_t size : sizes) {
            it.put("f" + std::to_string(size), letters(size));
            asked += "GET /f" + std::to_string(size) + " HTTP/1.1\r\nHost: x\r\n\r\n";
            expected += letters(size);
        }
    }
    asked += "GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    std::string answers = it.ask(asked);
    std::string bodies;
    for (int i = 0; i < 6; ++i) {
        const auto length = std::stoul(field(answers, "Content-Length"));
        bodies += body_of(answers).substr(0, length);
        answers.erase(0, answers.find("\r\n\r\n") + 4 + length);
    }
    CHECK(bodies == expected);
    CHECK(status_of(answers) == 404);
}
