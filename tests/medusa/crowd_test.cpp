// Many clients at once, and for long. MEDUSA_SOAK=N in the environment makes the soak N times as
// long as its second or so here.

#include "tests/medusa/faults.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <malloc.h>
#include <sys/resource.h>

using namespace std::chrono_literals;
using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

struct hello_web : web {
    hello_web() {
        install("/", [](const request_ptr& request) {
            request->push("hello " + request->body());
            request->done();
        });
    }
};

// As many as one test needs; the hard limit of any Debian is far higher.
void allow_descriptors(rlim_t count) {
    rlimit now{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &now) == 0);
    if (now.rlim_cur >= count) return;
    REQUIRE(now.rlim_max >= count);
    now.rlim_cur = count;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &now) == 0);
}

std::size_t open_descriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::size_t bytes_in_use() {
    return ::mallinfo2().uordblks;
}

// A client that asks again as soon as it is answered.
struct live_client : peer {
    using peer::peer;
    void handle_read() override {
        peer::handle_read();
        while (received.ends_with("hello ")) {
            received.clear();
            if (++answers < wanted) say(get);
        }
    }
    int answers = 0;
    int wanted = 0;
};

} // namespace

TEST_CASE("64 clients are served while 2000 dawdle over their heads", "[crowd]") {
    allow_descriptors(8192);
    hello_web it;
    it.server->limits.head_time = 3s;
    const std::string begun = "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ";
    std::vector<std::shared_ptr<peer>> slow;
    for (int i = 0; i < 2000; ++i) {
        slow.push_back(it.client());
        slow.back()->say(begun);
    }
    std::vector<std::shared_ptr<live_client>> live;
    for (int i = 0; i < 64; ++i) {
        const auto one = asyncore::make<live_client>(it.map);
        one->wanted = 20;
        one->create_socket();
        one->connect(it.server->addr());
        one->say(get);
        live.push_back(one);
    }
    // Each slow client goes on sending a byte, again and again, all the while.
    std::size_t next = 0;
    const auto all_served = [&] {
        return std::all_of(live.begin(), live.end(),
                           [](const auto& one) { return one->answers == one->wanted; });
    };
    while (!all_served()) {
        for (int i = 0; i < 10; ++i) {
            const auto& one = slow[next++ % slow.size()];
            if (!one->finished) one->say("x");
        }
        REQUIRE(asyncore::poll(20s, it.map));
    }
    CHECK(it.server->connections().total() >= 64);
    wait_until(
        [&] {
            return std::all_of(slow.begin(), slow.end(),
                               [](const auto& one) { return one->finished; });
        },
        40s, "all slow clients were let go", it.map);
    for (const auto& one : slow)
        REQUIRE(status_of(one->received) == 408);
    CHECK_FALSE(live.front()->finished);
}

TEST_CASE("an idle connection costs at most 1 KB", "[crowd]") {
    allow_descriptors(8192);
    hello_web it;
    // Raw sockets for the clients, so that only the server's side is in the heap.
    std::vector<asyncore::unique_fd> ends;
    ends.reserve(1100);
    const auto add = [&](int count) {
        for (int i = 0; i < count; ++i) {
            auto [ours, theirs] = socket_pair();
            it.server->handle_accepted(std::move(theirs), {});
            REQUIRE(::send(ours.get(), get.data(), get.size(), 0) ==
                    static_cast<ssize_t>(get.size()));
            ends.push_back(std::move(ours));
            it.settle();
        }
    };
    add(100); // what is made once, and tables that double
    const std::size_t before = bytes_in_use();
    add(1000);
    const std::size_t each = (bytes_in_use() - before) / 1000;
    INFO("bytes of heap for an idle connection: " << each);
    CHECK(it.server->connections().total() == 1100);
    CHECK(each <= 1024);
}

TEST_CASE("memory and descriptors stay flat under every kind of client", "[crowd]") {
    hello_web it;
    it.server->limits.linger_time = 10ms;
    const std::vector<std::string> texts = {
        get,
        get + get + get,
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: "
        "b\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "BAD\r\n\r\n" + get,
        "GET / HTTP/1.1\r\nHost: x\r\nBad : field\r\n\r\n",
        "GET / HTTP/1.1\r\nHo",
        "",
    };
    const auto round = [&] {
        for (const std::string& text : texts) {
            for (const bool half_closes : {false, true}) {
                auto [ours, theirs] = socket_pair();
                it.server->handle_accepted(std::move(theirs), {});
                (void)::send(ours.get(), text.data(), text.size(), MSG_NOSIGNAL);
                if (half_closes) ::shutdown(ours.get(), SHUT_WR);
                it.settle();
            }
        }
        it.settle();
    };
    const char* const times = std::getenv("MEDUSA_SOAK");
    const int rounds = 300 * (times ? std::max(1, std::atoi(times)) : 1);
    for (int i = 0; i < rounds / 3; ++i)
        round();
    const std::size_t memory = bytes_in_use();
    const std::size_t descriptors = open_descriptors();
    for (int i = 0; i < rounds; ++i)
        round();
    CHECK(it.server->connections().total() == 0);
    CHECK(open_descriptors() == descriptors);
    // Not the same to the byte: a vector may have its spare room elsewhere.
    CHECK(bytes_in_use() <= memory + 16 * 1024);
}

TEST_CASE("answers are whole when the kernel takes and gives single bytes", "[crowd]") {
    hello_web it;
    const faults::few_bytes short_calls(1);
    const auto client = it.client();
    client->say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nworld" + get);
    client->hear("hello worldHTTP/1.1 200 OK");
    wait_until([&] { return client->received.ends_with("hello "); }, 5s, "the second", it.map);
    client->heard();
    client->say(get);
    client->hear("Content-Length: 6\r\n\r\nhello ");
}

TEST_CASE("a large answer is whole however much of it the kernel takes at once", "[crowd]") {
    web it;
    const std::string large(20'000, 'x');
    it.install("/", [&](const request_ptr& request) {
        request->push("begin ");
        request->push(std::string(large));
        request->push(" end");
        request->done();
    });
    for (const std::size_t most : {0U, 7U, 150U, 20'000U}) {
        const faults::few_bytes short_calls(most);
        const auto client = it.client();
        client->say(get);
        client->hear("Content-Length: 20010\r\n");
        const auto is_whole = [&] { return client->received.ends_with("begin " + large + " end"); };
        wait_until(is_whole, 5s, "the answer", it.map);
    }
}

TEST_CASE("a connection for which there is no descriptor is dropped and the rest served",
          "[crowd]") {
    asyncore::set_log_sink([](asyncore::log_level, std::string_view) {});
    hello_web it;
    const auto before = it.client();
    before->say(get);
    before->hear("hello ");
    {
        const faults::no_descriptors none;
        CHECK(it.ask(get).empty());
        before->say(get);
        before->hear("hello ");
    }
    CHECK(status_of(it.get("/")) == 200);
    asyncore::set_log_sink({});
}
