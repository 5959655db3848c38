// CPython 3.11's test_asyncore.DispatcherWithSendTests, case by case.

#include "asyncore/asyncore.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <sys/socket.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

struct dispatcherwithsend_noread : asyncore::dispatcher_with_send {
    using dispatcher_with_send::dispatcher_with_send;
    bool readable() override { return false; }
    void handle_connect() override {}
};

// A plain socket that listens on a port of 127.0.0.1.
struct capture_server {
    unique_fd listening{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    address where;

    capture_server() {
        sockaddr_storage own{};
        socklen_t length = address::ip("127.0.0.1", 0).to_sockaddr(&own);
        auto* at = reinterpret_cast<sockaddr*>(&own);
        REQUIRE(::bind(listening.get(), at, length) == 0);
        REQUIRE(::listen(listening.get(), 1) == 0);
        REQUIRE(::getsockname(listening.get(), at, &length) == 0);
        where = address::from_sockaddr(at, length);
    }

    // Everything up to a newline, ten bytes at a time.
    std::string capture() const {
        const unique_fd conn(::accept(listening.get(), nullptr, nullptr));
        REQUIRE(conn);
        std::string captured;
        while (captured.find('\n') == std::string::npos) {
            char buffer[10];
            const ssize_t got = ::recv(conn.get(), buffer, sizeof buffer, 0);
            REQUIRE(got > 0);
            captured.append(buffer, static_cast<std::size_t>(got));
        }
        captured.erase(captured.find('\n'), 1);
        return captured;
    }
};

} // namespace

TEST_CASE("DispatcherWithSendTests.test_send", "[cpython]") {
    const std::string data = "Suppose there isn't a 16-ton weight?";
    const capture_server server;
    socket_map map;
    const auto d = asyncore::make<dispatcherwithsend_noread>(map);
    d->create_socket();
    d->connect(server.where);
    d->send(data);
    d->send(data);
    d->send("\n");
    wait_until([&] { return d->connected() && d->out_buffer().empty(); }, 10s, "all is sent", map);
    CHECK(server.capture() == data + data);
}
