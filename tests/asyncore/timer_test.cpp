#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <ctime>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/resource.h>

using namespace std::chrono_literals;
using asyncore::call_later;
using asyncore::timer;

namespace {

std::chrono::nanoseconds processor_time() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

// How often this thread has gone to sleep.
long sleeps() {
    rusage used{};
    ::getrusage(RUSAGE_THREAD, &used);
    return used.ru_nvcsw;
}

} // namespace

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

TEST_CASE("arming and cancelling cost little more among a hundred thousand than among a thousand",
          "[timer]") {
    const auto cost_of_each = [](int count) {
        asyncore::socket_map map;
        std::vector<timer> timers;
        timers.reserve(static_cast<std::size_t>(count));
        const auto begin = processor_time();
        for (int i = 0; i < count; ++i) // in no order of their own
            timers.push_back(call_later(
                std::chrono::seconds(3600 + i * 7919 % 10007), [] {}, map));
        for (std::size_t i = 0; i < timers.size(); ++i)
            timers[i * 7919 % timers.size()].cancel();
        return (processor_time() - begin) / count;
    };
    const auto least = [&](int count, int times) {
        auto best = cost_of_each(count);
        while (--times > 0)
            best = std::min(best, cost_of_each(count));
        return best;
    };
    const auto few = least(1000, 10);
    const auto many = least(100000, 2);
    INFO("among 1,000: " << few.count() << " ns each, among 100,000: " << many.count() << " ns");
    // A logarithm makes it 1.7 times as much, and caches that overflow a few times; linear: 100.
    CHECK(many < 12 * few);
}

TEST_CASE("an idle loop makes no wakeups for timers that are far off or cancelled", "[timer]") {
    asyncore::socket_map map;
    std::vector<timer> timers;
    for (int i = 0; i < 100000; ++i)
        timers.push_back(call_later(
            std::chrono::seconds(3600 + i % 97), [] {}, map));
    for (std::size_t i = 0; i < timers.size(); i += 2)
        timers[i].cancel();
    while (asyncore::poll(0ms, map)) {
    }
    const long before = sleeps();
    CHECK_FALSE(asyncore::poll(100ms, map));
    CHECK(sleeps() - before <= 2); // it went to sleep once, and woke for the limit of the turn
    timers.clear();
    while (asyncore::poll(0ms, map)) {
    }
    CHECK_FALSE(asyncore::poll(5ms, map));
}

TEST_CASE("timers may be armed and cancelled inside timers", "[timer]") {
    asyncore::socket_map map;
    std::vector<std::string> called;
    timer victim = call_later(
        20ms, [&] { called.emplace_back("victim"); }, map);
    timer inner;
    const timer outer = call_later(
        1ms,
        [&] {
            called.emplace_back("outer");
            victim.cancel();
            inner = call_later(
                0ms, [&] { called.emplace_back("inner"); }, map);
        },
        map);
    const timer last = call_later(
        40ms, [&] { called.emplace_back("last"); }, map);
    wait_until([&] { return called.size() == 3; }, 5s, "three were called", map);
    CHECK(called.front() == "outer");
    std::sort(called.begin(), called.end()); // where all are late, the last was due before inner
    CHECK(called == std::vector<std::string>{"inner", "last", "outer"});
}

TEST_CASE("timers of one delay are called in the order they were armed", "[timer]") {
    asyncore::socket_map map;
    std::vector<int> called;
    std::vector<timer> timers;
    for (int i = 0; i < 1000; ++i)
        timers.push_back(call_later(
            1ms, [&called, i] { called.push_back(i); }, map));
    wait_until([&] { return called.size() == 1000; }, 5s, "all were called", map);
    CHECK(std::is_sorted(called.begin(), called.end()));
}

TEST_CASE("a timer that is due at once is not slept over when channels have been busy", "[timer]") {
    asyncore::socket_map map;
    std::vector<std::shared_ptr<peer>> ends;
    for (int i = 0; i < 3; ++i) {
        auto [one, other] = socket_pair();
        ends.push_back(asyncore::make<peer>(std::move(one), map));
        ends.push_back(asyncore::make<peer>(std::move(other), map));
    }
    auto fastest = std::chrono::nanoseconds(1h);
    for (int round = 0; round < 50; ++round) {
        for (std::size_t i = 0; i < ends.size(); i += 2)
            ends[i]->say("now");
        for (std::size_t i = 1; i < ends.size(); i += 2)
            ends[i]->hear("now"); // all of them in one turn, as a rule
        const auto begin = std::chrono::steady_clock::now();
        bool called = false;
        const timer at_once = call_later(
            0ns, [&] { called = true; }, map);
        wait_until([&] { return called; }, 5s, "the timer was called", map);
        fastest = std::min(fastest, std::chrono::steady_clock::now() - begin);
        for (std::size_t i = 1; i < ends.size(); i += 2)
            ends[i]->heard();
    }
    CHECK(fastest < 1ms); // of many rounds, as the machine may be at something else
}
