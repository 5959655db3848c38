#include "asyncore/asyncore.hpp"
#include "asyncore/lookup_threads.hpp"
#include "asyncore/resolver.hpp"
#include "tests/asyncore/faults.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <netdb.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::lookup_threads;
using asyncore::resolution;
using asyncore::resolve;
using asyncore::socket_map;

namespace {

// Name servers that answer when the test says so, and know everything but "nowhere".
class name_servers {
public:
    name_servers() {
        faults::names = [this](const std::string& name) { return ask(name); };
    }
    ~name_servers() {
        answer();
        faults::await_lookups();
        faults::names = nullptr;
    }
    name_servers(const name_servers&) = delete;
    name_servers& operator=(const name_servers&) = delete;

    void keep_silent() {
        const std::lock_guard hold(lock_);
        silent_ = true;
    }
    void answer() {
        const std::lock_guard hold(lock_);
        silent_ = false;
        spoken_.notify_all();
    }
    void wait_for_questions(std::size_t count) {
        std::unique_lock hold(lock_);
        REQUIRE(spoken_.wait_for(hold, 20s, [&] { return asked_.size() >= count; }));
    }
    std::vector<std::string> asked() {
        const std::lock_guard hold(lock_);
        return asked_;
    }
    std::size_t most_at_once() {
        const std::lock_guard hold(lock_);
        return most_at_once_;
    }

private:
    int ask(const std::string& name) {
        std::unique_lock hold(lock_);
        asked_.push_back(name);
        most_at_once_ = std::max(most_at_once_, ++at_once_);
        spoken_.notify_all();
        spoken_.wait(hold, [this] { return !silent_; });
        --at_once_;
        return name == "nowhere" ? EAI_NONAME : 0;
    }

    std::mutex lock_;
    std::condition_variable spoken_;
    bool silent_ = false;
    std::vector<std::string> asked_;
    std::size_t at_once_ = 0;
    std::size_t most_at_once_ = 0;
};

struct answer {
    std::error_code error;
    std::vector<address> found;
    int calls = 0;

    asyncore::resolved taken() {
        return [this](std::error_code why, std::vector<address> addresses) {
            ++calls;
            error = why;
            found = std::move(addresses);
        };
    }
};

} // namespace

TEST_CASE("a numeric host is answered in a turn of the loop and without a thread", "[resolver]") {
    name_servers servers;
    for (const std::string host : {"127.0.0.1", "::1", "fe80::1%lo"}) {
        socket_map map;
        answer given;
        const resolution asked = resolve(host, 80, given.taken(), map);
        CHECK(given.calls == 0);
        CHECK(asked.pending());
        CHECK(lookup_threads::of_this_process().running() == 0);
        asyncore::loop({}, map);
        CHECK(given.calls == 1);
        CHECK_FALSE(asked.pending());
        CHECK_FALSE(given.error);
        CHECK(given.found == std::vector<address>{address::ip(host, 80)});
    }
    CHECK(servers.asked().empty());
}

TEST_CASE("a name is looked up while the loop turns", "[resolver]") {
    name_servers servers;
    servers.keep_silent();
    socket_map map;
    answer given;
    const resolution asked = resolve("somewhere", 8080, given.taken(), map);
    servers.wait_for_questions(1);
    bool ticked = false;
    const auto tick = asyncore::call_later(
        0ms, [&] { ticked = true; }, map);
    wait_until([&] { return ticked; }, 5s, "a timer was called meanwhile", map);
    CHECK(given.calls == 0);
    servers.answer();
    asyncore::loop({}, map); // turns until the answer has come, and no longer
    CHECK(given.calls == 1);
    CHECK(given.found == std::vector<address>{address::ip("127.0.0.1", 8080)});
}

TEST_CASE("the system's own resolver knows localhost", "[resolver]") {
    socket_map map;
    answer given;
    const resolution asked = resolve("localhost", 25, given.taken(), map);
    asyncore::loop({}, map);
    REQUIRE(given.calls == 1);
    REQUIRE_FALSE(given.found.empty());
    CHECK(std::all_of(given.found.begin(), given.found.end(),
                      [](const address& one) { return one.is_loopback() && one.port() == 25; }));
}

TEST_CASE("a name nobody knows is an error with the resolver's sentence", "[resolver]") {
    name_servers servers;
    socket_map map;
    answer given;
    const resolution asked = resolve("nowhere", 80, given.taken(), map);
    asyncore::loop({}, map);
    CHECK(given.calls == 1);
    CHECK(given.found.empty());
    CHECK(given.error.message() == ::gai_strerror(EAI_NONAME));
}

TEST_CASE("a lookup that is cancelled or destroyed or replaced is not answered", "[resolver]") {
    name_servers servers;
    servers.keep_silent();
    socket_map map;
    answer given;
    resolution cancelled = resolve("one", 80, given.taken(), map);
    cancelled.cancel();
    CHECK_FALSE(cancelled.pending());
    { const resolution destroyed = resolve("two", 80, given.taken(), map); }
    resolution replaced = resolve("three", 80, given.taken(), map);
    answer last;
    replaced = resolve("four", 80, last.taken(), map);
    CHECK(map.size() == 1);
    servers.answer();
    asyncore::loop({}, map);
    CHECK(given.calls == 0);
    CHECK(last.calls == 1);
}

TEST_CASE("a lookup may be replaced from its own function", "[resolver]") {
    name_servers servers;
    socket_map map;
    resolution asked;
    answer last;
    asked = resolve(
        "first", 80,
        [&](std::error_code, const std::vector<address>&) {
            asked = resolve("second", 80, last.taken(), map);
        },
        map);
    asyncore::loop({}, map);
    CHECK(last.calls == 1);
    CHECK(servers.asked() == std::vector<std::string>{"first", "second"});
}

TEST_CASE("a map may go while a lookup runs and the resolution outlives it", "[resolver]") {
    name_servers servers;
    servers.keep_silent();
    answer given;
    resolution asked;
    {
        socket_map map;
        asked = resolve("somewhere", 80, given.taken(), map);
        servers.wait_for_questions(1);
    }
    CHECK_FALSE(asked.pending());
    servers.answer();
    CHECK(given.calls == 0);
}

TEST_CASE("at most four are asked at once and those cancelled meanwhile are not asked",
          "[resolver]") {
    name_servers servers;
    servers.keep_silent();
    socket_map map;
    std::vector<answer> given(20);
    std::vector<resolution> asked;
    for (std::size_t i = 0; i < given.size(); ++i)
        asked.push_back(resolve("host" + std::to_string(i), 80, given[i].taken(), map));
    servers.wait_for_questions(4);
    CHECK(lookup_threads::of_this_process().running() == 4);
    for (std::size_t i = 10; i < given.size(); ++i)
        asked[i].cancel();
    servers.answer();
    asyncore::loop({}, map);
    for (std::size_t i = 0; i < given.size(); ++i)
        CHECK(given[i].calls == (i < 10 ? 1 : 0));
    CHECK(servers.most_at_once() == 4);
    CHECK(servers.asked().size() == 10);
}

TEST_CASE("more questions than may wait are answered with an error and none is lost",
          "[resolver]") {
    name_servers servers;
    servers.keep_silent();
    socket_map map;
    constexpr std::size_t most = lookup_threads::most_threads + lookup_threads::most_waiting;
    int found = 0;
    int refused = 0;
    std::vector<resolution> asked;
    for (std::size_t i = 0; i < most + 10; ++i) {
        asked.push_back(resolve(
            "host", 80,
            [&](std::error_code error, const std::vector<address>& all) {
                if (error == std::errc::resource_unavailable_try_again && all.empty()) ++refused;
                if (!error && !all.empty()) ++found;
            },
            map));
        // Those under way do not wait any more.
        servers.wait_for_questions(std::min(i + 1, lookup_threads::most_threads));
    }
    servers.answer();
    asyncore::loop({}, map);
    CHECK(refused == 10);
    CHECK(found == most);
}

TEST_CASE("a child of fork resolves with threads of its own", "[resolver]") {
    name_servers servers;
    {
        socket_map map;
        answer given;
        const resolution asked = resolve("before", 80, given.taken(), map);
        asyncore::loop({}, map);
        REQUIRE(given.calls == 1);
    }
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::alarm(20);
        socket_map map;
        answer given;
        const resolution asked = resolve("in the child", 80, given.taken(), map);
        asyncore::loop({}, map);
        ::_exit(given.calls == 1 && !given.error ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}
