// Channels that are closed, opened anew or left in the middle of their own events.
#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::dispatcher;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

// Notes its hooks, and in the first of them does what it is given to do.
struct scripted : dispatcher {
    using dispatcher::dispatcher;
    std::vector<std::string> notes;
    std::function<void(scripted&)> script;

    void note(const char* hook) {
        notes.emplace_back(hook);
        if (const auto once = std::exchange(script, nullptr)) once(*this);
    }
    void handle_connect() override { note("connect"); }
    void handle_read() override { note("read"); }
    void handle_write() override { note("write"); }
    void handle_close() override {
        note("close");
        close();
    }
    void handle_error() override {
        note("error");
        close();
    }
};

// A listener whose queue is full: who connects to it is on the way for as long as it lives.
struct full_listener {
    unique_fd listening{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    std::vector<unique_fd> waiting;
    address where;

    full_listener() {
        const address any = address::ip("127.0.0.1", 0);
        sockaddr_storage storage;
        auto* raw = reinterpret_cast<sockaddr*>(&storage);
        REQUIRE(::bind(listening.get(), raw, any.to_sockaddr(&storage)) == 0);
        REQUIRE(::listen(listening.get(), 0) == 0);
        socklen_t length = sizeof storage;
        REQUIRE(::getsockname(listening.get(), raw, &length) == 0);
        where = address::from_sockaddr(raw, length);
        for (int i = 0; i < 3; ++i) {
            waiting.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
            static_cast<void>(::connect(waiting.back().get(), raw, length));
        }
    }
    void set_out(dispatcher& channel) const {
        channel.close();
        channel.create_socket();
        channel.connect(where);
    }
};

void open_listener(dispatcher& server) {
    server.create_socket();
    server.bind(address::ip("127.0.0.1", 0));
    server.listen();
}

} // namespace

TEST_CASE("what is left of an event is not for a socket opened anew in a hook", "[reopen]") {
    const full_listener busy;
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<scripted>(std::move(near), map);
    channel->script = [&](scripted& self) { busy.set_out(self); };
    asyncore::readwrite(*channel, POLLIN | POLLOUT | POLLPRI | POLLHUP);
    CHECK(channel->notes == std::vector<std::string>{"read"});
    CHECK(channel->connecting());
    CHECK_FALSE(channel->connected());
    CHECK_FALSE(channel->closing());
}

TEST_CASE("a socket opened anew in handle_connect is not used before it stands", "[reopen]") {
    const full_listener busy;
    socket_map map;
    const auto server = asyncore::make<peer>(map);
    open_listener(*server);
    const auto channel = asyncore::make<scripted>(map);
    channel->script = [&](scripted& self) { busy.set_out(self); };
    channel->create_socket();
    channel->connect(server->addr());
    wait_until([&] { return !channel->notes.empty(); }, 5s, "it was connected", map);
    CHECK(channel->notes == std::vector<std::string>{"connect"});
    CHECK(channel->connecting());
    CHECK(channel->addr() == busy.where);
}

TEST_CASE("a channel that only its map holds may close in the handle_connect of its connect",
          "[reopen]") {
    const temp_dir dir;
    socket_map map;
    const auto server = asyncore::make<peer>(map);
    server->create_socket(AF_UNIX);
    server->bind(address::unix_path(dir / "socket"));
    server->listen();
    auto made = asyncore::make<scripted>(map);
    made->script = [](scripted& self) { self.close(); };
    made->create_socket(AF_UNIX);
    const std::weak_ptr<scripted> weak = made;
    scripted& channel = *std::exchange(made, nullptr);
    channel.connect(address::unix_path(dir / "socket"));
    CHECK(weak.expired());
    CHECK(map.size() == 1);
}

TEST_CASE("a predicate may close its channel", "[reopen]") {
    struct fickle : scripted {
        using scripted::scripted;
        bool gives_up = false;
        bool writable() override {
            if (gives_up) close();
            return true;
        }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<fickle>(std::move(near), map);
    channel->gives_up = true;
    channel->interest_changed();
    CHECK(map.empty());
    CHECK(channel->closing());
}

TEST_CASE("a predicate that throws after an event is told to handle_error", "[reopen]") {
    struct unsure : scripted {
        using scripted::scripted;
        bool throws = false;
        bool readable() override {
            if (throws) throw std::runtime_error("do not know");
            return true;
        }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<unsure>(std::move(near), map);
    channel->script = [&](scripted&) { channel->throws = true; };
    CHECK_NOTHROW(asyncore::loop({}, map));
    CHECK(channel->notes.back() == "error");
    CHECK(channel->closing());
}

TEST_CASE("what changes before exit_now holds when the loop is entered again", "[reopen]") {
    struct leaving : dispatcher {
        using dispatcher::dispatcher;
        bool writes = false;
        bool written = false;
        bool writable() override { return writes; }
        void handle_read() override {
            char byte;
            recv(&byte, 1);
            writes = true;
            throw asyncore::exit_now();
        }
        void handle_write() override {
            written = true;
            writes = false;
        }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<leaving>(std::move(near), map);
    REQUIRE(::write(far.get(), "x", 1) == 1);
    CHECK_THROWS_AS(asyncore::loop({}, map), asyncore::exit_now);
    wait_until([&] { return channel->written; }, 5s, "it was asked to write", map);
}

TEST_CASE("a dispatcher takes one socket at a time and no empty address", "[reopen]") {
    socket_map map;
    const auto channel = asyncore::make<scripted>(map);
    channel->create_socket();
    const int fd = channel->fileno();
    CHECK_THROWS_AS(channel->create_socket(), std::logic_error);
    CHECK(channel->fileno() == fd);
    CHECK(map.find(fd) == channel);
    CHECK_THROWS_AS(channel->connect(address()), std::invalid_argument);
    CHECK_THROWS_AS(channel->bind(address()), std::invalid_argument);
    CHECK_FALSE(channel->connected());
    channel->close();
    channel->create_socket();
    CHECK(map.size() == 1);
}
