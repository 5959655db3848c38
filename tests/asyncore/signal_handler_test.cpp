#include "asyncore/asyncore.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

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

// The quickest of many, which a loaded machine does not make slow.
TEST_CASE("a signal that follows the ends of pipes is not slept over", "[signal_handler]") {
    using clock = std::chrono::steady_clock;
    struct reader : asyncore::file_dispatcher {
        using file_dispatcher::file_dispatcher;
        void handle_close() override {
            close();
            std::raise(SIGUSR1);
            closed = clock::now();
        }
        clock::time_point closed{};
    };
    asyncore::socket_map map;
    int seen = 0;
    clock::time_point handled{};
    const asyncore::signal_handler handler(
        {SIGUSR1},
        [&](int) {
            ++seen;
            handled = clock::now();
        },
        map);
    auto quickest = clock::duration::max();
    for (int i = 0; i < 50; ++i) {
        std::vector<std::shared_ptr<reader>> readers;
        for (int pipe = 0; pipe < 3; ++pipe) {
            int ends[2];
            REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
            readers.push_back(asyncore::make<reader>(asyncore::unique_fd(ends[0]), map));
            ::close(ends[1]);
        }
        seen = 0;
        while (seen < 3)
            asyncore::poll({}, map); // for as long as it takes: a limit would be a timer
        quickest = std::min(quickest, handled - readers.back()->closed);
    }
    CHECK(quickest < 1ms);
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
