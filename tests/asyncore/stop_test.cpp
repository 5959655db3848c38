#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

using namespace std::chrono_literals;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

// Counts how often it is told to stop, and does then what it is given to do.
struct stopped : asyncore::dispatcher {
    using dispatcher::dispatcher;
    int told = 0;
    std::function<void(stopped&)> on_stop = [](stopped& self) { self.close(); };

    bool writable() override { return false; }
    void handle_read() override {
        char dropped[64];
        recv(dropped, sizeof dropped);
    }
    void handle_close() override { close(); }
    void handle_stop() override {
        ++told;
        on_stop(*this);
    }
};

struct listening : asyncore::dispatcher {
    explicit listening(socket_map& m) : dispatcher(m) {
        create_socket();
        bind(asyncore::address::ip("127.0.0.1", 0));
        listen();
    }
    std::function<void(unique_fd)> on_accepted;
    void handle_accepted(unique_fd socket, const asyncore::address&) override {
        on_accepted(std::move(socket));
    }
};

struct stopped_pair {
    socket_map map;
    std::shared_ptr<stopped> one;
    std::shared_ptr<stopped> two;

    stopped_pair() {
        auto [near, far] = socket_pair();
        one = asyncore::make<stopped>(std::move(near), map);
        two = asyncore::make<stopped>(std::move(far), map);
    }
    // Keeps both open until the grace is over.
    void hold() {
        one->on_stop = two->on_stop = [](stopped&) {};
    }
};

} // namespace

TEST_CASE("stop closes listening dispatchers at once and the others in the next turn", "[stop]") {
    stopped_pair it;
    const auto server = asyncore::make<listening>(it.map);
    asyncore::stop(1h, it.map);
    CHECK(server->closing());
    CHECK(it.one->told == 0);
    asyncore::loop({}, it.map);
    CHECK(it.one->told == 1);
    CHECK(it.map.empty());
}

TEST_CASE("loop ends after a stop when the last channel has finished", "[stop]") {
    stopped_pair it;
    it.hold();
    asyncore::timer later;
    it.one->on_stop = [&](stopped& self) {
        later = asyncore::call_later(
            1ms,
            [&] {
                self.close();
                it.two->close();
            },
            it.map);
    };
    asyncore::stop(1h, it.map);
    asyncore::loop({}, it.map);
    CHECK_FALSE(later.pending());
    CHECK(it.one->closing());
}

TEST_CASE("what has not finished when the grace is over is closed", "[stop]") {
    stopped_pair it;
    it.hold();
    asyncore::stop(5ms, it.map);
    asyncore::loop({}, it.map);
    CHECK(it.one->told == 1);
    CHECK(it.two->told == 1);
    CHECK(it.one->closing());
}

TEST_CASE("a second stop tells no one again and sets a new grace", "[stop]") {
    stopped_pair it;
    it.hold();
    asyncore::stop(1h, it.map);
    while (asyncore::poll(0ms, it.map)) {
    }
    CHECK(it.one->told == 1);
    asyncore::stop(0s, it.map);
    asyncore::loop({}, it.map);
    CHECK(it.one->told == 1);
}

TEST_CASE("a stop without grace still tells every channel", "[stop]") {
    stopped_pair it;
    it.hold();
    asyncore::stop(0s, it.map);
    asyncore::loop({}, it.map);
    CHECK(it.one->told == 1);
    CHECK(it.two->told == 1);
}

TEST_CASE("stop may be called inside the hook that is told to stop", "[stop]") {
    stopped_pair it;
    it.one->on_stop = [&](stopped& self) {
        asyncore::stop(0s, self.map());
        self.close();
    };
    asyncore::stop(1h, it.map);
    asyncore::loop({}, it.map);
    CHECK(it.one->told == 1);
    CHECK(it.two->told == 1);
}

TEST_CASE("a channel accepted while the map stops is told to stop", "[stop]") {
    socket_map map;
    std::shared_ptr<stopped> accepted;
    const auto server = asyncore::make<listening>(map);
    server->on_accepted = [&](unique_fd socket) {
        asyncore::stop(1h, map); // closes the server, so that for a moment the map is empty
        accepted = asyncore::make<stopped>(std::move(socket), map);
    };
    const auto client = asyncore::make<peer>(map);
    client->create_socket();
    client->connect(server->addr());
    asyncore::loop({}, map);
    REQUIRE(accepted);
    CHECK(accepted->told == 1);
}

TEST_CASE("a channel made after the others were told is told as well", "[stop]") {
    stopped_pair it;
    std::shared_ptr<stopped> late;
    auto [near, far] = socket_pair();
    it.one->on_stop = [&, socket = std::make_shared<unique_fd>(std::move(near))](stopped& self) {
        late = asyncore::make<stopped>(std::move(*socket), self.map());
        self.close();
    };
    asyncore::stop(1h, it.map);
    asyncore::loop({}, it.map);
    REQUIRE(late);
    CHECK(late->told == 1);
    CHECK(late->closing());
}

TEST_CASE("a channel made when the grace is over is closed", "[stop]") {
    struct stubborn : stopped {
        using stopped::stopped;
        unique_fd spare;
        std::shared_ptr<stopped> next;
        void close() override {
            stopped::close();
            if (spare) next = asyncore::make<stopped>(std::move(spare), map());
        }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<stubborn>(std::move(near), map);
    channel->spare = std::move(far);
    channel->on_stop = [](stopped&) {};
    asyncore::stop(0s, map);
    asyncore::loop({}, map);
    REQUIRE(channel->next);
    CHECK(channel->next->told == 0);
    CHECK(channel->next->closing());
}

TEST_CASE("a hook that throws while the map stops does not keep the others from stopping",
          "[stop]") {
    asyncore::set_log_sink([](asyncore::log_level, std::string_view) {});
    stopped_pair it;
    it.one->on_stop = [](stopped&) { throw std::runtime_error("no"); };
    asyncore::stop(1h, it.map);
    asyncore::loop({}, it.map);
    asyncore::set_log_sink({});
    CHECK(it.one->closing());
    CHECK(it.two->told == 1);
}

TEST_CASE("exit_now while the map stops leaves the loop after all have been told", "[stop]") {
    stopped_pair it;
    it.hold();
    it.one->on_stop = [](stopped&) { throw asyncore::exit_now(); };
    asyncore::stop(1h, it.map);
    CHECK_THROWS_AS(asyncore::loop({}, it.map), asyncore::exit_now);
    CHECK(it.two->told == 1);
    CHECK(it.map.size() == 2);
}

TEST_CASE("a map that has stopped may be used again", "[stop]") {
    socket_map map;
    asyncore::stop(0s, map); // of an empty map: nothing
    const auto server = asyncore::make<listening>(map);
    asyncore::stop(1h, map);
    asyncore::loop({}, map);
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<stopped>(std::move(near), map);
    while (asyncore::poll(0ms, map)) {
    }
    CHECK(channel->told == 0);
    CHECK_FALSE(channel->closing());
}

TEST_CASE("stop may be called by a signal_handler", "[stop]") {
    stopped_pair it;
    asyncore::signal_handler on_signal(
        {SIGUSR2}, [&](int) { asyncore::stop(1h, it.map); }, it.map);
    std::raise(SIGUSR2);
    asyncore::loop({}, it.map);
    CHECK(it.one->told == 1);
    CHECK(it.two->told == 1);
}
