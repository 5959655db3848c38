#include "asyncore/asyncore.hpp"
#include "asyncore/child_handler.hpp"
#include "tests/asyncore/faults.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using asyncore::child_handler;
using asyncore::socket_map;

namespace {

// A child that runs until it is told to end, through a pipe.
struct child {
    explicit child(int code = 0) {
        int fds[2];
        REQUIRE(::pipe(fds) == 0);
        pid = ::fork();
        REQUIRE(pid >= 0);
        if (pid == 0) {
            ::close(fds[1]);
            char word = 'e';
            // A sibling may hold the other end, too: it is told by a byte.
            if (::read(fds[0], &word, 1) == 1 && word == 'd') ::kill(::getpid(), SIGKILL);
            ::_exit(code);
        }
        ::close(fds[0]);
        end_.reset(fds[1]);
    }
    ~child() {
        end();
        if (pid > 0) ::waitpid(pid, nullptr, 0); // ECHILD if it was handled
    }
    void end() { say('e'); }
    void die() { say('d'); }
    pid_t pid;

private:
    void say(char word) {
        if (end_) CHECK(::write(end_.get(), &word, 1) == 1);
        end_.reset();
    }
    asyncore::unique_fd end_;
};

// Both ways to learn of a child's end.
struct way {
    explicit way(bool without_pidfd) { faults::no_pidfd = without_pidfd; }
    ~way() { faults::no_pidfd = false; }
};

bool waited_for(pid_t pid) {
    siginfo_t info;
    return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) < 0;
}

} // namespace

TEST_CASE("the end of a child is told with its status and ends the loop", "[child_handler]") {
    const bool without_pidfd = GENERATE(false, true);
    const way one(without_pidfd);
    socket_map map;
    child ends(7);
    child dies;
    std::optional<int> ended;
    std::optional<int> died;
    const child_handler on_end(
        ends.pid, [&](int status) { ended = status; }, map);
    const child_handler on_death(
        dies.pid, [&](int status) { died = status; }, map);
    CHECK_FALSE(map.empty());
    while (asyncore::poll(0ms, map)) {
    }
    CHECK_FALSE(ended);
    ends.end();
    wait_until([&] { return ended.has_value(); }, 10s, "the first has ended", map);
    CHECK_FALSE(died);
    dies.die();
    asyncore::loop({}, map);
    REQUIRE(ended);
    CHECK((WIFEXITED(*ended) && WEXITSTATUS(*ended) == 7));
    REQUIRE(died);
    CHECK((WIFSIGNALED(*died) && WTERMSIG(*died) == SIGKILL));
    CHECK(waited_for(ends.pid));
}

TEST_CASE("a child that ended before it had a handler is told all the same", "[child_handler]") {
    const way one(GENERATE(false, true));
    socket_map map;
    child ends(3);
    ends.end();
    siginfo_t info;
    REQUIRE(::waitid(P_PID, static_cast<id_t>(ends.pid), &info, WEXITED | WNOWAIT) == 0);
    std::optional<int> ended;
    const child_handler on_end(
        ends.pid, [&](int status) { ended = status; }, map);
    CHECK_FALSE(ended); // in a turn of the loop, never at once
    asyncore::loop({}, map);
    REQUIRE(ended);
    CHECK(WEXITSTATUS(*ended) == 3);
}

TEST_CASE("other people's children are not waited for", "[child_handler]") {
    const way one(GENERATE(false, true));
    socket_map map;
    child ours;
    child theirs;
    bool ended = false;
    const child_handler on_end(
        ours.pid, [&](int) { ended = true; }, map);
    theirs.end();
    siginfo_t info;
    REQUIRE(::waitid(P_PID, static_cast<id_t>(theirs.pid), &info, WEXITED | WNOWAIT) == 0);
    while (asyncore::poll(0ms, map)) {
    }
    CHECK_FALSE(ended);
    CHECK_FALSE(waited_for(theirs.pid));
    ours.end();
    asyncore::loop({}, map);
    CHECK(ended);
    CHECK(::waitpid(theirs.pid, nullptr, WNOHANG) == theirs.pid);
}

TEST_CASE("a child handler that is destroyed does not call and does not wait", "[child_handler]") {
    const way one(GENERATE(false, true));
    socket_map map;
    child ends;
    bool called = false;
    {
        const child_handler on_end(
            ends.pid, [&](int) { called = true; }, map);
    }
    CHECK(map.empty());
    ends.end();
    siginfo_t info;
    REQUIRE(::waitid(P_PID, static_cast<id_t>(ends.pid), &info, WEXITED | WNOWAIT) == 0);
    while (asyncore::poll(0ms, map)) {
    }
    CHECK_FALSE(called);
    CHECK(::waitpid(ends.pid, nullptr, WNOHANG) == ends.pid);
}

TEST_CASE("a child handler may be replaced and may throw from its own function",
          "[child_handler]") {
    const way one(GENERATE(false, true));
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    socket_map map;
    child first;
    child second;
    std::optional<child_handler> handler;
    int calls = 0;
    handler.emplace(
        first.pid,
        [&](int) {
            ++calls;
            handler.emplace(
                second.pid,
                [&](int) {
                    ++calls;
                    handler.reset();
                    throw std::runtime_error("after the last");
                },
                map);
        },
        map);
    first.end();
    second.end();
    asyncore::loop({}, map);
    asyncore::set_log_sink({});
    CHECK(calls == 2);
    CHECK_THAT(logged, Catch::Contains("after the last"));
}

TEST_CASE("what is no child of this process is refused", "[child_handler]") {
    const way one(GENERATE(false, true));
    socket_map map;
    const auto nothing = [](int) {};
    CHECK_THROWS_WITH(child_handler(::getppid(), nothing, map), Catch::Contains("No child"));
    CHECK_THROWS_AS(child_handler(-1, nothing, map), std::system_error);
    CHECK_THROWS_AS(child_handler(0, nothing, map), std::system_error);
    CHECK(map.empty());
}

TEST_CASE("a child that somebody else has waited for is logged and ends the wait",
          "[child_handler]") {
    const way one(GENERATE(false, true));
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    socket_map map;
    child ends;
    bool called = false;
    const child_handler on_end(
        ends.pid, [&](int) { called = true; }, map);
    ends.end();
    CHECK(::waitpid(ends.pid, nullptr, 0) == ends.pid);
    asyncore::loop({}, map);
    asyncore::set_log_sink({});
    CHECK_FALSE(called);
    CHECK_THAT(logged, Catch::Contains("somebody else"));
}

TEST_CASE("stop waits for a child within its grace", "[child_handler]") {
    const way one(GENERATE(false, true));
    socket_map map;
    child ends;
    bool called = false;
    const child_handler on_end(
        ends.pid, [&](int) { called = true; }, map);
    asyncore::stop(30s, map);
    while (asyncore::poll(0ms, map)) {
    }
    CHECK_FALSE(map.empty());
    ends.end();
    asyncore::loop({}, map);
    CHECK(called);
}
