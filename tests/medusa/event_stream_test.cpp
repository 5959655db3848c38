#include "medusa/event_stream.hpp"
#include "tests/support/answer.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

#include <sys/socket.h>

using Catch::Contains;
using namespace std::chrono_literals;
using medusa::format_event;
using medusa::server_event;

namespace {

struct events : web {
    std::shared_ptr<medusa::event_stream> stream =
        std::make_shared<medusa::event_stream>("/events", map);

    events() { server->install_handler(stream); }

    std::shared_ptr<peer> listen(const std::string& fields = "") {
        const std::size_t before = stream->listeners();
        const auto one = client();
        one->say("GET /events HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
        wait_until([&] { return stream->listeners() > before; }, 5s, "one listens", map);
        one->hear("\r\n\r\n");
        return one;
    }
};

// What a chunked body says.
std::string unchunked(const std::string& answer) {
    std::string rest = body_of(answer);
    std::string text;
    while (!rest.empty()) {
        const std::size_t size = std::stoul(rest, nullptr, 16);
        const std::size_t begin = rest.find("\r\n") + 2;
        text += rest.substr(begin, size);
        rest.erase(0, begin + size + 2);
    }
    return text;
}

} // namespace

TEST_CASE("an event is its fields, and a line of data for each line", "[event_stream]") {
    CHECK(format_event({"hello", "", "", {}}) == "data: hello\n\n");
    CHECK(format_event({"", "", "", {}}) == "data: \n\n");
    CHECK(format_event({"a\nb\r\nc\rd\n", "greeting", "7", 1500ms}) ==
          "event: greeting\nid: 7\nretry: 1500\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
    CHECK(format_event({"\r\n\r\nid: 9\r\n", "", "", {}}) ==
          "data: \ndata: \ndata: id: 9\ndata: \n\n");
    CHECK(format_event({"  two", "", "", {}}) == "data:   two\n\n");
    for (const char* bad : {"a\nb", "a\r", "\n"}) {
        CHECK_THROWS_AS(format_event({"", bad, "", {}}), std::invalid_argument);
        CHECK_THROWS_AS(format_event({"", "", bad, {}}), std::invalid_argument);
    }
    CHECK_THROWS_AS(format_event({"", "", std::string(1, '\0'), {}}), std::invalid_argument);
}

TEST_CASE("all who listen are told, from when they came", "[event_stream]") {
    events it;
    it.stream->send("nobody hears");
    const auto first = it.listen();
    CHECK(field_of(first->received, "Content-Type") == "text/event-stream");
    CHECK(field_of(first->received, "Cache-Control") == "no-store");
    CHECK(field_of(first->received, "Content-Length").empty());
    it.stream->send("one");
    first->hear("data: one\n\n");
    const auto second = it.listen();
    it.stream->send({"two", "news", "2", {}});
    first->hear("two\n\n");
    second->hear("event: news\nid: 2\ndata: two\n\n");
    CHECK(unchunked(second->received) == "event: news\nid: 2\ndata: two\n\n");
    CHECK(unchunked(first->received) == "data: one\n\nevent: news\nid: 2\ndata: two\n\n");
}

TEST_CASE("a listener that leaves is forgotten, by half as well", "[event_stream]") {
    events it;
    auto first = it.listen();
    const auto second = it.listen();
    first->close();
    wait_until([&] { return it.stream->listeners() == 1; }, 5s, "one has left", it.map);
    second->half_close();
    wait_until([&] { return it.stream->listeners() == 0; }, 5s, "both have left", it.map);
    it.stream->send("nobody hears");
    for (int i = 0; i < 50; ++i) { // places are used again
        first = it.listen();
        first->close();
        wait_until([&] { return it.stream->listeners() == 0; }, 5s, "it has left", it.map);
    }
}

TEST_CASE("a stream with nothing to say never times out", "[event_stream]") {
    events it;
    it.stream->keep_alive = 0ms;
    it.server->limits.head_time = 30ms;
    it.server->limits.idle_time = 30ms;
    it.server->limits.body_time = 30ms;
    it.server->limits.write_time = 30ms;
    const auto one = it.listen();
    bool later = false;
    const auto timer = asyncore::call_later(
        300ms, [&] { later = true; }, it.map);
    wait_until([&] { return later; }, 10s, "ten times as long", it.map);
    CHECK(it.stream->listeners() == 1);
    it.stream->send("still there");
    one->hear("still there");
}

TEST_CASE("comments keep a silent stream alive, and only a silent one", "[event_stream]") {
    events it;
    it.stream->keep_alive = 20ms;
    const auto one = it.listen();
    one->hear("3\r\n:\n\n\r\n");
    one->heard();
    one->hear(":\n\n"); // and again
    one->close();
    wait_until([&] { return it.stream->listeners() == 0; }, 5s, "it has left", it.map);
    const auto other = it.listen(); // the timer, which had stopped, goes on
    other->hear(":\n\n");
}

TEST_CASE("who comes back is told what it has missed", "[event_stream]") {
    events it;
    it.stream->max_kept = 3;
    for (const char* id : {"1", "2", "3", "4", "5"})
        it.stream->send({"number " + std::string(id), "", id, {}});
    it.stream->send("without an id");
    const auto heard = [&](const std::string& fields) {
        const auto one = it.listen(fields);
        it.stream->send("end");
        one->hear("end\n\n");
        return unchunked(one->received);
    };
    CHECK(heard("") == "data: end\n\n");
    CHECK(heard("Last-Event-ID: 5\r\n") == "data: end\n\n");
    CHECK(heard("Last-Event-ID: 4\r\n") == "id: 5\ndata: number 5\n\ndata: end\n\n");
    CHECK(heard("Last-Event-ID: 1\r\n") ==
          "id: 3\ndata: number 3\n\nid: 4\ndata: number 4\n\nid: 5\ndata: number 5\n\n"
          "data: end\n\n");
    it.stream->max_kept_bytes = 50;
    it.stream->send({"number 6", "", "6", {}});
    CHECK(heard("Last-Event-ID: 1\r\n") ==
          "id: 5\ndata: number 5\n\nid: 6\ndata: number 6\n\ndata: end\n\n");
}

TEST_CASE("a listener that does not read is let go, and the others are not", "[event_stream]") {
    events it;
    it.stream->max_waiting = 100'000;
    const auto slow = it.listen();
    slow->listens = false;
    slow->interest_changed();
    const auto good = it.listen();
    const std::string event(10'000, 'x');
    std::size_t sent = 0;
    while (it.stream->dropped() == 0 && sent < 50'000) {
        it.stream->send(event);
        ++sent;
        it.settle();
    }
    CHECK(it.stream->dropped() == 1);
    it.stream->send("the last");
    good->hear("the last");
    CHECK(unchunked(good->received).size() == sent * (event.size() + 8) + 16);
    // What it gets when it reads again is whole events, and then the end.
    slow->listens = true;
    slow->interest_changed();
    slow->hear("\r\n0\r\n\r\n");
    CHECK(unchunked(slow->received).size() % (event.size() + 8) == 0);
    wait_until([&] { return it.stream->listeners() == 1; }, 5s, "the slow one has left", it.map);
}

TEST_CASE("events that wait are shared by those who wait for them", "[event_stream]") {
    events it;
    it.stream->max_waiting = 8 * 1024 * 1024;
    std::vector<std::shared_ptr<peer>> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(it.listen());
        slow.back()->listens = false;
        slow.back()->interest_changed();
    }
    for (int i = 0; i < 20; ++i)
        it.stream->send(std::string(300'000, 'x'));
    CHECK(it.stream->dropped() == 0);
    for (const auto& one : slow) {
        one->listens = true;
        one->interest_changed();
        one->received.reserve(7'000'000);
    }
    it.stream->send("the last");
    for (const auto& one : slow) {
        one->hear("the last");
        CHECK(unchunked(one->heard()).size() == 20 * 300'008 + 16);
    }
}

TEST_CASE("a stream that is closed ends, and sends who comes away for good", "[event_stream]") {
    events it;
    const auto one = it.listen();
    it.stream->send("last words");
    it.stream->close();
    one->hear("0\r\n\r\n");
    CHECK(unchunked(one->received) == "data: last words\n\n");
    CHECK(it.stream->listeners() == 0);
    CHECK(status_of(it.get("/events")) == 204);
    it.stream->send("nobody hears");
}

TEST_CASE("a stream that is destroyed ends, too", "[event_stream]") {
    events it;
    const auto one = it.listen();
    it.server->remove_handler(it.stream);
    CHECK(it.stream.use_count() == 2); // the channel serves it still
    one->half_close();
    one->hear_the_end();
    std::weak_ptr<medusa::event_stream> left = it.stream;
    it.stream.reset();
    CHECK(left.expired());
}

TEST_CASE("HEAD, other methods, HTTP/1.0 and one listener too many", "[event_stream]") {
    events it;
    it.stream->max_listeners = 1;
    const std::string head = it.get("/events", "", "HEAD");
    CHECK(field_of(head, "Content-Type") == "text/event-stream");
    CHECK(it.stream->listeners() == 0);
    CHECK(status_of(it.get("/events", "", "POST", "x")) == 405);
    const auto old = it.client();
    old->say("GET /events HTTP/1.0\r\n\r\n");
    wait_until([&] { return it.stream->listeners() == 1; }, 5s, "one listens", it.map);
    it.stream->send("plain");
    old->hear("\r\n\r\ndata: plain\n\n");
    CHECK(status_of(it.get("/events")) == 503);
}

TEST_CASE("streams end when the map is stopped", "[event_stream]") {
    events it;
    const auto one = it.listen();
    asyncore::stop(5s, it.map);
    wait_until([&] { return it.stream->listeners() == 0; }, 5s, "it has ended", it.map);
}
