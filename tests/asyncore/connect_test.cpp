// Connecting to the first of several addresses that answers, and by name.
#include "asyncore/asyncore.hpp"
#include "tests/asyncore/faults.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <netdb.h>
#include <sys/socket.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

struct client : peer {
    using peer::peer;
    std::string greeting;
    int connects = 0;
    int errors = 0;
    std::string error;
    bool closed = false;

    void handle_connect() override {
        ++connects;
        if (!greeting.empty()) say(greeting);
    }
    void handle_error() override {
        ++errors;
        try {
            throw;
        } catch (const std::exception& thrown) {
            error = thrown.what();
        }
        close();
    }
    void handle_close() override {
        closed = true;
        peer::handle_close();
    }
};

struct listening : asyncore::dispatcher {
    explicit listening(socket_map& m, const address& where = address::ip("127.0.0.1", 0))
        : dispatcher(m) {
        create_socket(where.family());
        bind(where);
        listen();
    }
    std::shared_ptr<peer> channel;
    void handle_accepted(unique_fd socket, const address&) override {
        channel = asyncore::make<peer>(std::move(socket), map());
    }
};

// Where nobody listens.
address closed_port() {
    socket_map map;
    return asyncore::make<listening>(map)->addr();
}

// getaddrinfo() answers with the error, or 127.0.0.1; not while somebody holds the lock.
struct names {
    explicit names(int error = 0) {
        faults::names = [this, error](const std::string&) {
            const std::lock_guard wait(lock);
            return error;
        };
    }
    ~names() {
        faults::await_lookups();
        faults::names = nullptr;
    }
    names(const names&) = delete;
    names& operator=(const names&) = delete;

    std::mutex lock;
};

} // namespace

TEST_CASE("of several addresses the first that takes the connection is used", "[connect]") {
    const temp_dir dir;
    socket_map map;
    const auto server = asyncore::make<listening>(map);
    const auto another = asyncore::make<listening>(map);
    const address there = server->addr();
    const auto one = asyncore::make<client>(map);
    one->greeting = "hello";
    // Fails at once, fails late, takes it, is not asked.
    one->connect(
        std::vector{address::unix_path(dir / "nobody"), closed_port(), there, another->addr()});
    CHECK(one->connecting());
    wait_until([&] { return server->channel && one->connects > 0; }, 5s, "connected", map);
    CHECK(one->connects == 1);
    CHECK(one->errors == 0);
    CHECK(one->addr() == there);
    server->channel->hear("hello");
    server->channel->say("welcome");
    one->hear("welcome");
    CHECK_FALSE(another->channel);
}

TEST_CASE("an address that answers at once may follow one that failed late", "[connect]") {
    const temp_dir dir;
    socket_map map;
    const address there = address::unix_path(dir / "server");
    const auto server = asyncore::make<listening>(map, there);
    const auto one = asyncore::make<client>(map);
    one->greeting = "hello";
    one->connect(std::vector{closed_port(), there});
    wait_until([&] { return server->channel != nullptr; }, 5s, "connected", map);
    server->channel->hear("hello");
    CHECK(one->connects == 1);
}

TEST_CASE("when no address is left the last one's reason is told once", "[connect]") {
    const temp_dir dir;
    socket_map map;
    const auto late = asyncore::make<client>(map);
    const address last = closed_port();
    late->connect(std::vector{closed_port(), last});
    asyncore::loop({}, map);
    CHECK(late->errors == 1);
    CHECK(late->error == "connect " + last.to_string() + ": Connection refused");

    const auto at_once = asyncore::make<client>(map);
    CHECK_THROWS_WITH(
        at_once->connect(std::vector{address::unix_path(dir / "a"), address::unix_path(dir / "b")}),
        "connect " + dir / "b" + ": No such file or directory");
    CHECK_THROWS_AS(at_once->connect(std::vector<address>()), std::invalid_argument);
    at_once->close();
    CHECK(map.empty());
}

TEST_CASE("a Unix socket whose listener's queue is full is not taken for connected", "[connect]") {
    const temp_dir dir;
    socket_map map;
    const address there = address::unix_path(dir / "busy");
    unique_fd busy(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_storage storage;
    auto* raw = reinterpret_cast<sockaddr*>(&storage);
    const socklen_t length = there.to_sockaddr(&storage);
    REQUIRE(::bind(busy.get(), raw, length) == 0);
    REQUIRE(::listen(busy.get(), 0) == 0);
    std::vector<unique_fd> waiting;
    do {
        waiting.emplace_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    } while (::connect(waiting.back().get(), raw, length) == 0);
    const auto one = asyncore::make<client>(map);
    one->create_socket(AF_UNIX);
    CHECK_THROWS_WITH(one->connect(there), Catch::Contains("temporarily unavailable"));
    CHECK(one->connects == 0);
    CHECK_FALSE(one->connecting());
}

TEST_CASE("a name is looked up and connected to while the loop turns", "[connect]") {
    const names known;
    socket_map map;
    const auto server = asyncore::make<listening>(map);
    auto made = asyncore::make<client>(map);
    made->connect("server", server->addr().port());
    CHECK(made->connecting());
    CHECK(made->fileno() == -1);
    const std::weak_ptr<client> one = std::exchange(made, nullptr); // the map's from here on
    wait_until([&] { return server->channel != nullptr; }, 20s, "connected", map);
    server->channel->say("welcome");
    REQUIRE(one.lock());
    one.lock()->hear("welcome");
    CHECK(one.lock()->connects == 1);
    one.lock()->close();
    CHECK(one.expired());
}

TEST_CASE("a name nobody knows arrives in handle_error", "[connect]") {
    const names unknown(EAI_NONAME);
    socket_map map;
    const auto one = asyncore::make<client>(map);
    one->connect("nowhere", 80);
    asyncore::loop({}, map);
    CHECK(one->error == "connect nowhere:80: Name or service not known");
    CHECK(one->errors == 1);
    CHECK(one->closing());
}

TEST_CASE("a channel that is closed while its peer's name is looked up connects no more",
          "[connect]") {
    names known;
    const std::lock_guard silent(known.lock);
    socket_map map;
    const auto server = asyncore::make<listening>(map);
    const auto port = server->addr().port();
    std::weak_ptr<client> weak;
    {
        const auto one = asyncore::make<client>(map);
        weak = one;
        one->connect("server", port);
        SECTION("by itself") {
            one->close();
            CHECK(map.size() == 1);
        }
        SECTION("by close_all") {
            asyncore::close_all(map);
            CHECK(map.empty());
        }
        SECTION("by a stop") {
            asyncore::stop(1h, map);
            asyncore::loop({}, map);
            CHECK(one->closed);
        }
        CHECK(one->closing());
        CHECK(one->connects == 0);
    }
    CHECK(weak.expired());
}

TEST_CASE("a map that ends lets go of a channel whose peer's name is looked up", "[connect]") {
    names known;
    const std::lock_guard silent(known.lock);
    std::weak_ptr<client> weak;
    {
        socket_map map;
        const auto one = asyncore::make<client>(map);
        weak = one;
        one->connect("server", 80);
    }
    CHECK(weak.expired());
}
