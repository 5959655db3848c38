#include "medusa/producers.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

using Catch::Contains;
using namespace std::chrono_literals;
using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

void hello(const request_ptr& request) {
    request->push("hello " + request->body());
    request->done();
}

const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n";

// Every time so short that a test sees its end, but for the one that it is about.
struct impatient_web : web {
    impatient_web() {
        install("/", hello);
        server->limits.head_time = 0ms;
        server->limits.idle_time = 0ms;
        server->limits.body_time = 0ms;
        server->limits.write_time = 0ms;
    }
};

} // namespace

TEST_CASE("a head that does not end in time is answered with 408", "[limits]") {
    impatient_web it;
    it.server->limits.head_time = 50ms;
    const std::string answer = it.ask("GET / HTTP/1.1\r\nHost: ");
    CHECK(status_of(answer) == 408);
    CHECK_THAT(answer, Contains("Connection: close\r\n"));
    // Nor one that comes after others.
    const auto client = it.client();
    client->say(get + "GET");
    client->hear_the_end();
    CHECK_THAT(client->received, Contains("hello ") && Contains("HTTP/1.1 408 "));
}

TEST_CASE("a head's time does not begin again with each byte", "[limits]") {
    impatient_web it;
    it.server->limits.head_time = 100ms;
    const auto client = it.client();
    client->say("GET / HTTP/1.1\r\nX: ");
    int bytes = 0;
    const auto trickle = [&](auto&& again) -> void {
        ++bytes;
        if (!client->closing()) client->say("x");
        const auto next = asyncore::call_later(
            10ms, [&] { again(again); }, it.map);
        if (bytes < 1000 && !client->finished)
            wait_until([&] { return client->finished || !next.pending(); }, 5s, "a byte", it.map);
    };
    trickle(trickle);
    CHECK(client->finished);
    CHECK(bytes < 1000);
    CHECK(status_of(client->received) == 408);
}

TEST_CASE("a client that says nothing is let go without a word", "[limits]") {
    impatient_web it;
    it.server->limits.head_time = 50ms;
    CHECK(it.ask("").empty());
}

TEST_CASE("a connection is let go when it has been idle for its time", "[limits]") {
    impatient_web it;
    it.server->limits.idle_time = 50ms;
    const auto client = it.client();
    client->say(get);
    client->hear_the_end();
    CHECK(status_of(client->received) == 200);
    CHECK(client->received.find("HTTP/1.1", 1) == std::string::npos);
}

TEST_CASE("a body that does not go on is answered with 408", "[limits]") {
    impatient_web it;
    it.server->limits.body_time = 50ms;
    CHECK(status_of(it.ask(post + "abc")) == 408);
    CHECK(status_of(it.ask(
              "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n")) == 408);
}

TEST_CASE("a body that goes on fast enough may take longer than its time", "[limits]") {
    impatient_web it;
    it.server->limits.body_time = 40ms;
    it.server->limits.min_rate = 0;
    const auto client = it.client();
    client->say(post);
    for (int i = 0; i < 100; ++i) {
        client->say("x");
        const auto next = asyncore::call_later(
            2ms, [] {}, it.map);
        wait_until([&] { return !next.pending(); }, 5s, "a moment passed", it.map);
    }
    client->hear("hello " + std::string(100, 'x'));
}

TEST_CASE("a client that does not take its answer is let go", "[limits]") {
    impatient_web it;
    it.server->limits.write_time = 50ms;
    bool left = false;
    it.install("/much", [&](const request_ptr& request) {
        request->on_close([&] { left = true; });
        request->push(std::string(30'000'000, 'm'));
        request->done();
    });
    const auto client = it.client();
    client->listens = false;
    client->interest_changed();
    client->say("GET /much HTTP/1.1\r\nHost: x\r\n\r\n");
    wait_until([&] { return it.server->connections().total() == 0; }, 5s, "it was let go", it.map);
}

TEST_CASE("a client that takes its answer slowly but steadily gets it all", "[limits]") {
    impatient_web it;
    it.server->limits.write_time = 500ms; // of which a loaded machine may take some
    it.server->limits.min_rate = 1000;
    it.install("/much", [](const request_ptr& request) {
        request->push(std::string(8'000'000, 'm'));
        request->done();
    });
    const auto client = it.client();
    client->say("GET /much HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const auto begin = std::chrono::steady_clock::now();
    while (!client->finished) {
        // A moment's rest after each piece: longer than write_time in all.
        const auto size = client->received.size();
        wait_until([&] { return client->finished || client->received.size() > size; }, 5s, "more",
                   it.map);
        client->listens = false;
        client->interest_changed();
        const auto rest = asyncore::call_later(
            15ms, [] {}, it.map);
        wait_until([&] { return !rest.pending(); }, 5s, "a rest", it.map);
        client->listens = true;
        client->interest_changed();
    }
    CHECK(body_of(client->received).size() == 8'000'000);
    CHECK(std::chrono::steady_clock::now() - begin > it.server->limits.write_time);
}

TEST_CASE("nothing ends while it is the server's turn", "[limits]") {
    struct silent : asynchat::producer {
        std::string more() override { return {}; }
        bool ready() override { return false; }
    };
    web it;
    it.server->limits.head_time = 30ms;
    it.server->limits.idle_time = 30ms;
    it.server->limits.body_time = 30ms;
    it.server->limits.write_time = 30ms;
    request_ptr waiting;
    it.install("/late", [&](const request_ptr& request) { waiting = request; });
    it.install("/stream", [](const request_ptr& request) {
        request->push("begun");
        request->push(std::make_unique<silent>());
        request->done();
    });
    const auto late = it.client();
    late->say("GET /late HTTP/1.1\r\nHost: x\r\n\r\nGET /held HTTP/1.1\r\n");
    const auto stream = it.client();
    stream->say("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    stream->hear("begun");
    const auto long_after = asyncore::call_later(
        200ms, [] {}, it.map);
    wait_until([&] { return !long_after.pending(); }, 5s, "time passed", it.map);
    CHECK_FALSE(stream->finished);
    CHECK_FALSE(late->finished);
    waiting->push("at last");
    waiting->done();
    late->hear("at last");
    late->hear_the_end(); // now it is the client's turn to go on with its second head
    CHECK_THAT(late->received, Contains("HTTP/1.1 408 "));
}

TEST_CASE("a refused client that goes on sending is not listened to for good", "[limits]") {
    impatient_web it;
    it.server->limits.linger_time = 50ms;
    const auto client = it.client();
    client->say("BAD\r\n\r\n");
    client->hear_the_end();
    CHECK(status_of(client->received) == 400);
    client->say("more");
    wait_until([&] { return it.server->connections().total() == 0; }, 5s, "it was cut", it.map);
}

TEST_CASE("past the limit a new connection takes the place of the longest idle", "[limits]") {
    impatient_web it;
    it.server->limits.max_connections = 2;
    const auto first = it.client();
    first->say(get);
    first->hear("hello");
    const auto second = it.client();
    second->say(get);
    second->hear("hello");
    const auto third = it.client();
    third->say(get);
    third->hear("hello");
    first->hear_the_end();
    CHECK_FALSE(second->finished);
    CHECK(it.server->connections().total() == 2);
}

TEST_CASE("past the limit with none idle a new connection is told 503", "[limits]") {
    web it;
    std::vector<request_ptr> waiting;
    it.install("/", [&](const request_ptr& request) { waiting.push_back(request); });
    it.server->limits.max_connections = 1;
    const auto first = it.client();
    first->say(get);
    wait_until([&] { return waiting.size() == 1; }, 5s, "it waits", it.map);
    const std::string refused = it.ask("");
    CHECK(status_of(refused) == 503);
    CHECK_THAT(refused, Contains("Connection: close\r\n") && Contains("\r\nDate: "));
    hello(waiting[0]);
    first->hear("hello");
    first->close();
    it.settle();
    CHECK(it.server->connections().total() == 0);
}

TEST_CASE("a client that is told 503 is not reset for what it says", "[limits]") {
    impatient_web it;
    it.server->limits.max_connections_per_address = 1;
    const auto first = it.client();
    std::vector<std::shared_ptr<peer>> late;
    for (int i = 0; i < 10; ++i) {
        late.push_back(it.client());
        late.back()->hear_the_end();
        CHECK(status_of(late.back()->received) == 503);
        for (int twice = 0; twice < 2; ++twice) {
            late.back()->say(get);
            it.settle();
        }
        CHECK_FALSE(late.back()->closing());
    }
    late.front()->close();
    // For a while.
    const auto is_reset = [&] {
        late.back()->say("x");
        return late.back()->closing();
    };
    wait_until(is_reset, 5s, "the server has let go of it", it.map);
    first->say(get);
    first->hear("hello");
}

TEST_CASE("of many who are told 503 not all are waited for", "[limits]") {
    impatient_web it;
    it.server->limits.max_connections_per_address = 1;
    const auto first = it.client();
    std::vector<std::shared_ptr<peer>> late;
    for (int i = 0; i < 100; ++i) {
        late.push_back(it.client());
        late.back()->hear_the_end();
    }
    CHECK(it.server->counters.turned_away == 100);
    // Two descriptors for each that the server has not closed, and one for any other.
    const std::filesystem::directory_iterator all("/proc/self/fd");
    CHECK(std::distance(begin(all), end(all)) < 100 + 64 + 30);
}

TEST_CASE("connections from one address can be limited", "[limits]") {
    impatient_web it;
    it.server->limits.max_connections_per_address = 2;
    const auto first = it.client();
    const auto second = it.client();
    CHECK(status_of(it.ask("")) == 503);
    first->close();
    it.settle();
    const auto third = it.client();
    third->say(get);
    third->hear("hello");
}

TEST_CASE("the last request that a connection may make is told so", "[limits]") {
    impatient_web it;
    it.server->limits.max_requests = 2;
    const std::string answers = it.ask(get + get + get);
    const auto second = answers.find("HTTP/1.1 200 OK", 1);
    REQUIRE(second != std::string::npos);
    CHECK_THAT(answers.substr(0, second), !Contains("Connection: close"));
    CHECK_THAT(answers.substr(second), Contains("Connection: close\r\n"));
    CHECK(answers.find("HTTP/1.1", second + 1) == std::string::npos);
}

TEST_CASE("a client that pipelines much lets the others have their turn", "[limits]") {
    web it;
    std::string order;
    it.install("/a", [&](const request_ptr& request) {
        order += 'a';
        hello(request);
    });
    it.install("/b", [&](const request_ptr& request) {
        order += 'b';
        hello(request);
    });
    it.server->limits.max_pipelined = 10;
    const auto greedy = it.client();
    const auto modest = it.client();
    std::string many;
    for (int i = 0; i < 500; ++i)
        many += "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    greedy->say(many);
    modest->say("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    wait_until([&] { return order.size() == 501; }, 10s, "all were answered", it.map);
    CHECK(order.find('b') < 100);
}

TEST_CASE("no handler takes a longer body than the server", "[limits]") {
    impatient_web it;
    it.server->limits.max_body = 10;
    CHECK(status_of(it.get("/", "", "POST", std::string(10, 'x'))) == 200);
    CHECK(status_of(it.get("/", "", "POST", std::string(11, 'x'))) == 413);
}

TEST_CASE("chunk extensions and trailers are bounded in all", "[limits]") {
    impatient_web it;
    it.server->limits.max_chunk_extensions = 100;
    it.server->limits.max_trailer = 100;
    it.server->limits.max_trailer_fields = 3;
    const std::string chunked =
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    std::string chunks;
    for (int i = 0; i < 9; ++i)
        chunks += "1;e=6789ab\r\nx\r\n";
    CHECK(status_of(it.ask(chunked + chunks + "0\r\n\r\n")) == 200);
    CHECK(status_of(it.ask(chunked + chunks + chunks + "0\r\n\r\n")) == 400);
    CHECK(status_of(it.ask(chunked + "0\r\nA: b\r\nA: b\r\nA: b\r\n\r\n")) == 200);
    CHECK(status_of(it.ask(chunked + "0\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n\r\n")) == 431);
    CHECK(status_of(it.ask(chunked + "0\r\nA: " + std::string(100, 'b') + "\r\n\r\n")) == 431);
}
