#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <vector>

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
