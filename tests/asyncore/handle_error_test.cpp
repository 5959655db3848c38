#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <poll.h>
#include <unistd.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::log_level;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

// Everything that is logged while it lives.
struct log_lines {
    log_lines() {
        asyncore::set_log_sink([this](log_level level, std::string_view text) {
            lines.emplace_back(level, std::string(text));
        });
    }
    ~log_lines() { asyncore::set_log_sink({}); }
    std::string last() const { return lines.empty() ? std::string() : lines.back().second; }
    std::vector<std::pair<log_level, std::string>> lines;
};

// Runs what it is told to in whatever hook is called, and notes which.
struct scripted : asyncore::dispatcher {
    using dispatcher::dispatcher;
    std::function<void()> script = [] {};
    std::vector<std::string> notes;
    bool writes = false;

    void note(const char* hook) {
        notes.emplace_back(hook);
        script();
    }
    bool writable() override { return writes; }
    void handle_read() override { note("read"); }
    void handle_write() override { note("write"); }
    void handle_expt() override { note("expt"); }
    void handle_connect() override { note("connect"); }
    void handle_close() override {
        notes.emplace_back("close");
        close();
    }
};

// One whose own errors are left to the default, with a listening socket.
struct scripted_server : asyncore::dispatcher {
    using dispatcher::dispatcher;
    void handle_accepted(unique_fd, const address&) override { throw std::runtime_error("no"); }
    void handle_close() override { close(); }
};

struct flagged : asyncore::dispatcher {
    using dispatcher::dispatcher;
    std::string seen;
    std::function<void()> script = [] {};
    void handle_read_event() override { seen += 'r', script(); }
    void handle_write_event() override { seen += 'w', script(); }
    void handle_expt_event() override { seen += 'x', script(); }
    void handle_close() override { seen += 'c'; }
    void handle_error() override { seen += 'e'; }
};

} // namespace

TEST_CASE("the log names the channel and the exception with all it holds and the event",
          "[handle_error]") {
    const log_lines log;
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<scripted>(std::move(near), map);
    channel->script = [] {
        try {
            asyncore::throw_errno(ENOSPC, "write /var/spool/x");
        } catch (...) {
            std::throw_with_nested(std::runtime_error("the message is not stored"));
        }
    };
    CHECK(::write(far.get(), "x", 1) == 1);
    asyncore::loop({}, map);
    REQUIRE(log.lines.size() == 1);
    CHECK(log.lines[0].first == log_level::error);
    CHECK_THAT(log.last(), Catch::Contains("scripted connected") &&
                               Catch::Contains("(std::runtime_error: the message is not stored; "
                                               "std::system_error: write /var/spool/x: "
                                               "No space left on device [handle_read])"));
    CHECK(channel->notes == std::vector<std::string>{"read", "close"});
}

TEST_CASE("each event that fails is named", "[handle_error]") {
    const log_lines log;
    socket_map map;
    auto [near, far] = socket_pair();
    {
        const auto channel = asyncore::make<scripted>(std::move(near), map);
        channel->script = [] { throw std::logic_error("x"); };
        channel->writes = true;
        channel->interest_changed();
        asyncore::loop({}, map);
        CHECK_THAT(log.last(), Catch::EndsWith("x [handle_write])"));
    }
    const auto server = asyncore::make<scripted_server>(map);
    server->create_socket();
    server->bind(address::ip("127.0.0.1", 0));
    server->listen();
    const address there = server->addr();
    {
        const auto client = asyncore::make<peer>(map);
        client->create_socket();
        client->connect(there);
        wait_until([&] { return server->closing(); }, 5s, "the server failed", map);
        CHECK_THAT(log.last(), Catch::EndsWith("no [handle_accept])"));
        client->close();
    }
    const auto client = asyncore::make<scripted>(map);
    client->create_socket();
    client->connect(there); // where nobody is any more
    CHECK(client->addr() == there);
    asyncore::loop({}, map);
    CHECK_THAT(log.last(), Catch::Contains("(std::system_error: connect " + there.to_string() +
                                           ": Connection refused [handle_connect_event])"));
    CHECK(client->notes == std::vector<std::string>{"close"});
}

TEST_CASE("warnings are ignored unless wanted and hits never are", "[handle_error]") {
    struct plain : asyncore::dispatcher {
        using dispatcher::dispatcher;
    };
    const log_lines log;
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<plain>(std::move(near), map);
    asyncore::read(*channel);
    asyncore::write(*channel);
    asyncore::_exception(*channel);
    CHECK(log.lines.empty());
    channel->log_info("by the way");
    channel->log("GET / 200");
    CHECK(log.lines.size() == 2);
    channel->set_ignore_log_types({});
    asyncore::read(*channel);
    CHECK(log.lines.back() == std::pair(log_level::warning, std::string("unhandled read event")));
    asyncore::write(*channel);
    CHECK(log.last() == "unhandled write event");
    asyncore::_exception(*channel);
    CHECK(log.last() == "unhandled incoming priority event");
    channel->set_ignore_log_types({log_level::info, log_level::error});
    const std::size_t before = log.lines.size();
    channel->log_info("not heard");
    channel->log_info("not heard either", log_level::error);
    channel->log("GET / 304");
    CHECK(log.lines.size() == before + 1);
    asyncore::readwrite(*channel, POLLHUP);
    CHECK(log.last() == "unhandled close event");
    CHECK(map.empty());
}

TEST_CASE("readwrite calls the hook of each flag", "[readwrite]") {
    const std::vector<std::pair<unsigned, std::string>> table = {{POLLIN, "r"},
                                                                 {POLLOUT, "w"},
                                                                 {POLLPRI, "x"},
                                                                 {POLLERR, "c"},
                                                                 {POLLHUP, "c"},
                                                                 {POLLNVAL, "c"},
                                                                 {POLLIN | POLLOUT, "rw"},
                                                                 {POLLIN | POLLPRI, "rx"},
                                                                 {POLLIN | POLLHUP, "r"},
                                                                 {POLLOUT | POLLHUP, "wc"},
                                                                 {0, ""}};
    socket_map map;
    for (const auto& [flags, hooks] : table) {
        flagged channel(map);
        asyncore::readwrite(channel, flags);
        CHECK(channel.seen == hooks);
    }
}

TEST_CASE("what a hook throws at readwrite goes through the funnel", "[readwrite]") {
    socket_map map;
    for (const unsigned flag : {POLLIN, POLLOUT, POLLPRI}) {
        flagged channel(map);
        channel.script = [] { throw std::runtime_error("x"); };
        asyncore::readwrite(channel, flag);
        CHECK(channel.seen.substr(1) == "e");
        channel.seen.clear();
        channel.script = [] { asyncore::throw_errno(EPIPE, "x"); };
        asyncore::readwrite(channel, flag);
        CHECK(channel.seen.substr(1) == "c");
        channel.script = [] { throw asyncore::exit_now(); };
        CHECK_THROWS_AS(asyncore::readwrite(channel, flag), asyncore::exit_now);
    }
}

TEST_CASE("close_all closes every channel and throws the first error unless told to ignore all",
          "[loop]") {
    struct stubborn : asyncore::dispatcher {
        using dispatcher::dispatcher;
        std::function<void()> script;
        void close() override { script(); }
    };
    const auto channels_that = [](socket_map& map, std::function<void()> script) {
        auto [near, far] = socket_pair();
        asyncore::make<stubborn>(std::move(near), map)->script = std::move(script);
        auto other = asyncore::make<peer>(std::move(far), map);
        return other;
    };
    socket_map map;
    auto other = channels_that(map, [] { throw std::runtime_error("will not"); });
    CHECK_THROWS_WITH(asyncore::close_all(map), "will not");
    CHECK(map.empty());
    CHECK(other->closing());

    other = channels_that(map, [] { throw std::runtime_error("will not"); });
    CHECK_NOTHROW(asyncore::close_all(map, true));
    CHECK(map.empty());

    other = channels_that(map, [] { asyncore::throw_errno(EBADF, "close"); });
    CHECK_NOTHROW(asyncore::close_all(map));
    CHECK(map.empty());

    other = channels_that(map, [] {}); // neither closes nor throws
    CHECK_NOTHROW(asyncore::close_all(map));
    CHECK(map.empty());

    other = channels_that(map, [] { throw asyncore::exit_now(); });
    CHECK_THROWS_AS(asyncore::close_all(map, true), asyncore::exit_now);
    CHECK(map.empty());
    CHECK(other->closing());
}
