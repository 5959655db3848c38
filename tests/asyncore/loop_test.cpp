#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using asyncore::socket_map;

TEST_CASE("the loop returns when the map is empty", "[loop]") {
    socket_map map;
    asyncore::loop({}, map);
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<peer>(std::move(near), map);
    const auto closing = asyncore::call_later(
        0ms, [&] { channel->close(); }, map);
    asyncore::loop({}, map);
    CHECK(map.empty());
}

TEST_CASE("the loop counts its turns", "[loop]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<peer>(std::move(near), map);
    const auto begin = std::chrono::steady_clock::now();
    asyncore::loop(1ms, map, 3);
    CHECK(std::chrono::steady_clock::now() - begin >= 3ms);
    CHECK(map.size() == 1);
}

TEST_CASE("two maps do not see each other", "[loop]") {
    socket_map one;
    socket_map two;
    auto [near, far] = socket_pair();
    const auto here = asyncore::make<peer>(std::move(near), one);
    const auto there = asyncore::make<peer>(std::move(far), two);
    there->say("hello");
    CHECK_FALSE(asyncore::poll(0ms, two));
    CHECK(here->received.empty());
    here->hear("hello");
}

TEST_CASE("an idle loop handles nothing and wakes for nothing", "[loop]") {
    socket_map map;
    std::vector<std::shared_ptr<peer>> idle;
    for (int i = 0; i < 50; ++i) {
        auto [near, far] = socket_pair();
        idle.push_back(asyncore::make<peer>(std::move(near), map));
        idle.push_back(asyncore::make<peer>(std::move(far), map));
    }
    CHECK_FALSE(asyncore::poll(20ms, map));
    CHECK_FALSE(asyncore::poll(20ms, map));
}

TEST_CASE("close_all closes every channel", "[loop]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto one = asyncore::make<peer>(std::move(near), map);
    const auto two = asyncore::make<peer>(std::move(far), map);
    asyncore::close_all(map);
    CHECK(map.empty());
    CHECK(one->closing());
    CHECK(two->fileno() == -1);
}

TEST_CASE("timers and signals get their turn while channels are busy", "[loop]") {
    // Forty channels that are always writable: every batch is a large one.
    struct busy : asyncore::dispatcher {
        using dispatcher::dispatcher;
        void handle_write() override {}
        void handle_close() override { close(); }
    };
    socket_map map;
    std::vector<asyncore::unique_fd> far_ends;
    for (int i = 0; i < 40; ++i) {
        auto [near, far] = socket_pair();
        asyncore::make<busy>(std::move(near), map);
        far_ends.push_back(std::move(far));
    }
    bool called = false;
    const auto soon = asyncore::call_later(
        1ms, [&] { called = true; }, map);
    wait_until([&] { return called; }, 2s, "the timer was called", map);
}

TEST_CASE("a loop may run inside a hook of another map, which may also be destroyed there",
          "[loop]") {
    struct nesting : asyncore::dispatcher {
        using dispatcher::dispatcher;
        std::unique_ptr<socket_map> inner = std::make_unique<socket_map>();
        std::string heard;
        bool writable() override { return false; }
        void handle_read() override {
            auto [near, far] = socket_pair();
            const auto here = asyncore::make<peer>(std::move(near), *inner);
            const auto there = asyncore::make<peer>(std::move(far), *inner);
            there->say("from the inside");
            here->hear("from the inside");
            heard = here->heard();
            inner.reset();
            close();
        }
        void handle_close() override { close(); }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<nesting>(std::move(near), map);
    CHECK(::write(far.get(), "x", 1) == 1);
    asyncore::loop({}, map);
    CHECK(channel->heard == "from the inside");
}

TEST_CASE("a loop may run inside a hook of its own map", "[loop]") {
    struct waiting : asyncore::dispatcher {
        using dispatcher::dispatcher;
        std::shared_ptr<peer> other;
        bool writable() override { return false; }
        void handle_read() override {
            char byte;
            recv(&byte, 1);
            other->hear("meanwhile");
            close();
        }
        void handle_close() override { close(); }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    auto [other_near, other_far] = socket_pair();
    const auto channel = asyncore::make<waiting>(std::move(near), map);
    channel->other = asyncore::make<peer>(std::move(other_near), map);
    CHECK(::write(far.get(), "x", 1) == 1);
    const auto soon = asyncore::call_later(
        1ms, [&] { CHECK(::write(other_far.get(), "meanwhile", 9) == 9); }, map);
    wait_until([&] { return channel->closing(); }, 5s, "the hook returned", map);
}

TEST_CASE("a map destroyed inside one of its own events says so and aborts", "[loop]") {
    int fds[2];
    REQUIRE(::pipe(fds) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::dup2(fds[1], STDERR_FILENO);
        ::signal(SIGABRT, SIG_DFL);
        auto map = std::make_unique<socket_map>();
        const auto timer = asyncore::call_later(
            0ms, [&] { map.reset(); }, *map);
        asyncore::poll(1s, *map);
        ::_exit(0);
    }
    ::close(fds[1]);
    std::string said;
    char buffer[256];
    for (ssize_t size = 0; (size = ::read(fds[0], buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(size));
    ::close(fds[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT));
    CHECK_THAT(said, Catch::Contains("destroyed inside one of its own events"));
}

TEST_CASE("poll2 and poll3 and a loop with use_poll are the same loop", "[loop]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto here = asyncore::make<peer>(std::move(near), map);
    const auto there = asyncore::make<peer>(std::move(far), map);
    there->say("hello");
    CHECK(asyncore::poll2(1s, map));
    CHECK(here->received == "hello");
    there->say(" again");
    CHECK(asyncore::poll3(1s, map));
    CHECK(here->received == "hello again");
    asyncore::loop(1ms, true, map, 2);
    there->close();
    const auto end = asyncore::call_later(
        0ms, [&] { here->close(); }, map);
    asyncore::loop({}, true, map);
    CHECK(map.empty());
}
