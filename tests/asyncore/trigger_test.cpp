#include "asyncore/asyncore.hpp"
#include "asyncore/trigger.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using asyncore::socket_map;
using asyncore::trigger;

namespace {

struct counting : trigger {
    using trigger::trigger;
    int wakeups = 0;
    void handle_read() override {
        ++wakeups;
        trigger::handle_read();
    }
};

} // namespace

TEST_CASE("many pulls before the loop turns are one wakeup and run in order", "[trigger]") {
    socket_map map;
    const auto wake = asyncore::make<counting>(map);
    std::vector<int> ran;
    for (int i = 0; i < 1000; ++i)
        CHECK(wake->pull_trigger([&ran, i] { ran.push_back(i); }));
    CHECK(ran.empty());
    CHECK(wake->pull_trigger());
    while (asyncore::poll(0ms, map)) {
    }
    CHECK(wake->wakeups == 1);
    REQUIRE(ran.size() == 1000);
    for (int i = 0; i < 1000; ++i)
        CHECK(ran[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("a pull without a function wakes the loop once", "[trigger]") {
    socket_map map;
    const auto wake = asyncore::make<counting>(map);
    wake->pull_trigger();
    CHECK(asyncore::poll(0ms, map));
    CHECK(wake->wakeups == 1);
    CHECK_FALSE(asyncore::poll(5ms, map));
}

TEST_CASE("a thread wakes a sleeping loop and its function runs in the loop's thread",
          "[trigger]") {
    socket_map map;
    const auto wake = asyncore::make<trigger>(map);
    std::thread::id ran_in;
    std::thread other([wake, &ran_in] {
        wake->pull_trigger([wake, &ran_in] {
            ran_in = std::this_thread::get_id();
            wake->close(); // and with it the loop ends
        });
    });
    asyncore::loop({}, map);
    other.join();
    CHECK(ran_in == std::this_thread::get_id());
}

TEST_CASE("nothing that four threads pull is lost and each one's are in order", "[trigger]") {
    constexpr int threads = 4;
    constexpr int pulls = 2000;
    socket_map map;
    const auto wake = asyncore::make<trigger>(map);
    std::vector<std::vector<int>> ran(threads);
    int finished = 0;
    std::vector<std::thread> others;
    for (std::size_t t = 0; t < threads; ++t)
        others.emplace_back([wake, &ran, &finished, t] {
            for (int i = 0; i < pulls; ++i)
                wake->pull_trigger([&ran, t, i] { ran[t].push_back(i); });
            wake->pull_trigger([&finished] { ++finished; });
        });
    wait_until([&] { return finished == threads; }, 30s, "all threads have been heard", map);
    for (std::thread& other : others)
        other.join();
    for (const auto& one : ran) {
        REQUIRE(one.size() == pulls);
        CHECK(std::is_sorted(one.begin(), one.end()));
    }
}

TEST_CASE("a function that pulls again is served in the next turn", "[trigger]") {
    socket_map map;
    const auto wake = asyncore::make<trigger>(map);
    int ran = 0;
    std::function<void()> again = [&] {
        ++ran;
        wake->pull_trigger(again);
    };
    wake->pull_trigger(again);
    for (int turn = 1; turn <= 3; ++turn) {
        wait_until([&] { return ran >= turn; }, 5s, "it ran", map);
        CHECK(ran == turn);
    }
    again = nullptr;
    wake->close();
}

TEST_CASE("what a function throws is logged and the others run", "[trigger]") {
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    socket_map map;
    const auto wake = asyncore::make<trigger>(map);
    bool other = false;
    wake->pull_trigger([] { throw std::runtime_error("not today"); });
    wake->pull_trigger([&] { other = true; });
    wait_until([&] { return other; }, 5s, "the other ran", map);
    asyncore::set_log_sink({});
    CHECK_THAT(logged, Catch::Contains("std::runtime_error: not today"));
    CHECK_FALSE(wake->closing());
}

TEST_CASE("after exit_now the functions that are left run when the loop is entered again",
          "[trigger]") {
    socket_map map;
    const auto wake = asyncore::make<trigger>(map);
    bool left = false;
    wake->pull_trigger([] { throw asyncore::exit_now(); });
    wake->pull_trigger([&] { left = true; });
    CHECK_THROWS_AS(asyncore::loop({}, map), asyncore::exit_now);
    CHECK_FALSE(left);
    wait_until([&] { return left; }, 5s, "the rest ran", map);
}

TEST_CASE("a loop inside a function runs the functions behind it", "[trigger]") {
    socket_map map;
    const auto wake = asyncore::make<trigger>(map);
    std::vector<int> ran;
    wake->pull_trigger([&] {
        wait_until([&] { return ran.size() == 2; }, 5s, "those behind ran", map);
        ran.push_back(1);
    });
    wake->pull_trigger([&] { ran.push_back(2); });
    wake->pull_trigger([&] { ran.push_back(3); });
    wait_until([&] { return ran.size() == 3; }, 5s, "all ran", map);
    CHECK(ran == std::vector<int>{2, 3, 1});
    CHECK_FALSE(asyncore::poll(5ms, map));
}

TEST_CASE("a closed trigger says so and destroys what it is given without running it",
          "[trigger]") {
    socket_map map;
    const auto wake = asyncore::make<trigger>(map);
    const auto held = std::make_shared<int>(0);
    bool ran = false;
    CHECK(wake->pull_trigger([held, &ran] { ran = true; }));
    CHECK(held.use_count() == 2);
    wake->close();
    CHECK(held.use_count() == 1);
    CHECK_FALSE(wake->pull_trigger([held, &ran] { ran = true; }));
    CHECK_FALSE(wake->pull_trigger());
    CHECK(held.use_count() == 1);
    asyncore::poll(0ms, map);
    CHECK_FALSE(ran);
}

TEST_CASE("stop runs what has been pulled and then closes the trigger", "[trigger]") {
    socket_map map;
    const auto wake = asyncore::make<trigger>(map);
    bool ran = false;
    wake->pull_trigger([&] { ran = true; });
    asyncore::stop(10s, map);
    asyncore::loop({}, map);
    CHECK(ran);
    CHECK_FALSE(wake->pull_trigger());
}

TEST_CASE("a trigger may be pulled while its map goes and afterwards", "[trigger]") {
    for (int round = 0; round < 20; ++round) {
        std::optional<socket_map> map(std::in_place);
        auto wake = asyncore::make<trigger>(*map);
        int ran = 0;
        bool started = false;
        std::thread other([wake, &ran, &started] {
            wake->pull_trigger([&started] { started = true; });
            while (wake->pull_trigger([&ran] { ++ran; })) {
            }
            CHECK_FALSE(wake->pull_trigger());
        });
        wait_until([&] { return started; }, 10s, "the thread pulls", *map);
        map.reset();
        wake.reset(); // the thread's may be the last
        other.join();
    }
}
