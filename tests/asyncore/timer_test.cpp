#include "asyncore/asyncore.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using asyncore::call_later;
using asyncore::timer;

TEST_CASE("timers are called in the order they are due", "[timer]") {
    asyncore::socket_map map;
    std::vector<int> called;
    const timer later = call_later(
        20ms, [&] { called.push_back(2); }, map);
    const timer sooner = call_later(
        5ms, [&] { called.push_back(1); }, map);
    const timer at_once = call_later(
        -1s, [&] { called.push_back(0); }, map);
    CHECK(later.pending());
    wait_until([&] { return called.size() == 3; }, 5s, "all timers were called", map);
    CHECK(called == std::vector<int>{0, 1, 2});
    CHECK_FALSE(later.pending());
}

TEST_CASE("a timer is not called before its time", "[timer]") {
    asyncore::socket_map map;
    const auto begin = std::chrono::steady_clock::now();
    bool called = false;
    const timer one = call_later(
        30ms, [&] { called = true; }, map);
    wait_until([&] { return called; }, 5s, "the timer was called", map);
    CHECK(std::chrono::steady_clock::now() - begin >= 30ms);
}

TEST_CASE("a timer that is cancelled or destroyed or replaced is not called", "[timer]") {
    asyncore::socket_map map;
    int called = 0;
    timer cancelled = call_later(
        1ms, [&] { ++called; }, map);
    cancelled.cancel();
    CHECK_FALSE(cancelled.pending());
    {
        const timer destroyed = call_later(
            1ms, [&] { ++called; }, map);
    }
    timer replaced = call_later(
        1ms, [&] { called += 100; }, map);
    replaced = call_later(
        2ms, [&] { ++called; }, map);
    wait_until([&] { return !replaced.pending(); }, 5s, "the last timer was called", map);
    CHECK(called == 1);
}

TEST_CASE("a timer may replace or destroy itself from its own function", "[timer]") {
    asyncore::socket_map map;
    timer own;
    int called = 0;
    std::function<void()> again = [&] {
        if (++called < 3) own = call_later(0ms, again, map);
    };
    own = call_later(0ms, again, map);
    wait_until([&] { return called == 3; }, 5s, "the timer was called three times", map);
}

TEST_CASE("what a timer throws is logged and the loop goes on", "[timer]") {
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    asyncore::socket_map map;
    bool called = false;
    const timer bad = call_later(
        0ms, [] { throw std::runtime_error("late and wrong"); }, map);
    const timer good = call_later(
        1ms, [&] { called = true; }, map);
    wait_until([&] { return called; }, 5s, "the second timer was called", map);
    asyncore::set_log_sink({});
    CHECK_THAT(logged, Catch::Contains("late and wrong"));
}

TEST_CASE("a hundred thousand timers are armed and cancelled in no time", "[timer]") {
    asyncore::socket_map map;
    std::vector<timer> timers;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 100000; ++i)
        timers.push_back(call_later(
            std::chrono::seconds(3600 + i % 97), [] {}, map));
    timers.clear();
    // Quadratic would be minutes.
    CHECK(std::chrono::steady_clock::now() - begin < 10s);
    while (asyncore::poll(0ms, map)) {
    }
    CHECK_FALSE(asyncore::poll(5ms, map));
}
