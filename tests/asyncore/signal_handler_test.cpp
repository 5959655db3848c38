#include "asyncore/asyncore.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <memory>
#include <vector>

using namespace std::chrono_literals;

TEST_CASE("a signal is a call in the loop", "[signal_handler]") {
    asyncore::socket_map map;
    std::vector<int> seen;
    const asyncore::signal_handler handler(
        {SIGUSR1, SIGUSR2}, [&](int signum) { seen.push_back(signum); }, map);
    std::raise(SIGUSR1);
    CHECK(seen.empty());
    wait_until([&] { return seen.size() == 1; }, 5s, "SIGUSR1 was handled", map);
    std::raise(SIGUSR2);
    wait_until([&] { return seen.size() == 2; }, 5s, "SIGUSR2 was handled", map);
    CHECK(seen == std::vector<int>{SIGUSR1, SIGUSR2});
}

TEST_CASE("a signal handler may end itself", "[signal_handler]") {
    asyncore::socket_map map;
    std::unique_ptr<asyncore::signal_handler> handler;
    bool called = false;
    handler = std::make_unique<asyncore::signal_handler>(
        std::initializer_list<int>{SIGUSR1},
        [&](int) {
            called = true;
            handler.reset();
        },
        map);
    std::raise(SIGUSR1);
    wait_until([&] { return called; }, 5s, "the handler was called", map);
    CHECK_FALSE(handler);
}

TEST_CASE("exit_now from a signal handler leaves the loop", "[signal_handler]") {
    asyncore::socket_map map;
    const asyncore::signal_handler handler(
        {SIGUSR1}, [](int) { throw asyncore::exit_now(); }, map);
    std::raise(SIGUSR1);
    CHECK_THROWS_AS(wait_until([] { return false; }, 5s, "exit_now", map), asyncore::exit_now);
}
