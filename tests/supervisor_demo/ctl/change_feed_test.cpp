#include "supervisor_demo/config/ctl_config.hpp"
#include "supervisor_demo/ctl/change_feed.hpp"
#include "supervisor_demo/ctl/rpc_server.hpp"

#include <catch2/catch.hpp>

#include <sys/socket.h>

using supervisor::ctl::change_feed;

namespace {

/// A daemon whose /events is what is written to it, in the pieces it is written in.
struct daemon_with_events : supervisor::ctl::rpc_server {
    daemon_with_events() : rpc_server(supervisor::ctl_config{}) {
        int fds[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
        client_ = asyncore::unique_fd(fds[0]);
        server_ = asyncore::unique_fd(fds[1]);
    }
    supervisor::http_exchange open(std::string_view path) override {
        CHECK(path == "/events");
        return supervisor::http_exchange(std::move(client_));
    }
    void writes(std::string_view text) {
        REQUIRE(::send(server_.get(), text.data(), text.size(), 0) ==
                static_cast<ssize_t>(text.size()));
    }
    void ends() { server_.reset(); }

private:
    asyncore::unique_fd client_;
    asyncore::unique_fd server_;
};

constexpr std::string_view head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

} // namespace

TEST_CASE("a change is heard of, and nothing else is", "[ctl]") {
    daemon_with_events daemon;
    change_feed feed;
    CHECK(feed.fileno() == -1);
    feed.open(daemon);
    CHECK(feed.fileno() >= 0);
    const auto hears = [&](std::string_view text) {
        daemon.writes(text);
        return feed.take();
    };
    CHECK(hears(head)); // what happened before is not told
    CHECK_FALSE(hears("event: usage\ndata: {}\n\n: a comment\n\n"));
    CHECK(hears("event: changes\ndata: {}\n\n"));
    CHECK(hears("event: usage\ndata: {}\n\nevent: layout\ndata: {}\n\n"));
    CHECK_FALSE(hears("event: cha"));
    CHECK(hears("nges\ndata: event: changes"));
    CHECK_FALSE(hears("\n\ndata: " + std::string(10'000, 'x') + "event: changes\n"));
    CHECK_FALSE(hears("event: changes of another kind\n"));
    daemon.ends();
    CHECK(feed.take());
    CHECK_FALSE(feed.is_open());
}

TEST_CASE("who may not listen goes without", "[ctl]") {
    daemon_with_events daemon;
    change_feed feed;
    feed.open(daemon);
    daemon.writes("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    CHECK_FALSE(feed.take());
    CHECK_FALSE(feed.is_open());
}
