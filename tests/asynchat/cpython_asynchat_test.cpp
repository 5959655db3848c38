// CPython 3.11's test_asynchat, case by case. Python runs TestAsynchat twice, over select() and
// over poll(); here there is one wait.

#include "asynchat/asynchat.hpp"
#include "asynchat/simple_producer.hpp"
#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/socket.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::socket_map;
using asyncore::unique_fd;
using contents = std::vector<std::string>;

namespace {

const std::string server_quit = "QUIT\n";

struct echo_client : asynchat::async_chat {
    using async_chat::async_chat;
    std::vector<std::string> contents;
    std::string buffer;
    std::size_t bytes_read = 0;
    bool failed = false;

    void handle_connect() override {}
    void collect_incoming_data(std::string_view data) override { buffer.append(data); }
    void found_terminator() override { contents.push_back(std::exchange(buffer, {})); }
    std::size_t recv(char* into, std::size_t size) override {
        const std::size_t got = async_chat::recv(into, size);
        bytes_read += got;
        return got;
    }
    void handle_error() override {
        failed = true;
        async_chat::handle_error();
    }
};

// A client, and the plain sockets of a server that collects until QUIT and then sends all of it
// back in chunks, each of which the client has read before the next is sent.
struct echo_server {
    socket_map map;
    unique_fd listening{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    std::shared_ptr<echo_client> client;
    std::string buffer;

    template <class Terminator>
    explicit echo_server(Terminator ends) {
        sockaddr_storage own{};
        socklen_t length = address::ip("127.0.0.1", 0).to_sockaddr(&own);
        auto* at = reinterpret_cast<sockaddr*>(&own);
        REQUIRE(::bind(listening.get(), at, length) == 0);
        REQUIRE(::listen(listening.get(), 1) == 0);
        REQUIRE(::getsockname(listening.get(), at, &length) == 0);
        client = asyncore::make<echo_client>(map);
        client->create_socket(AF_INET, SOCK_STREAM);
        client->connect(address::from_sockaddr(at, length));
        client->set_terminator(ends);
    }

    unique_fd collect() {
        unique_fd conn(::accept(listening.get(), nullptr, nullptr));
        REQUIRE(conn);
        wait_until([&] { return hear(conn.get()); }, 10s, "QUIT is heard", map);
        buffer.erase(buffer.find(server_quit), server_quit.size());
        return conn;
    }

    void run(std::size_t chunk_size = 1) {
        unique_fd conn = collect();
        for (std::size_t sent = 0; sent < buffer.size();) {
            const std::string chunk = buffer.substr(sent, chunk_size);
            REQUIRE(::send(conn.get(), chunk.data(), chunk.size(), MSG_NOSIGNAL) ==
                    static_cast<ssize_t>(chunk.size()));
            sent += chunk.size();
            wait_until([&] { return client->bytes_read == sent; }, 10s, "a chunk is read", map);
        }
        conn.reset();
        wait_until([&] { return map.empty(); }, 10s, "the client is closed", map);
        CHECK_FALSE(client->failed);
    }

private:
    bool hear(int conn) {
        char byte;
        while (buffer.find(server_quit) == std::string::npos &&
               ::recv(conn, &byte, 1, MSG_DONTWAIT) == 1)
            buffer += byte;
        return buffer.find(server_quit) != std::string::npos;
    }
};

void line_terminator_check(const std::string& term, std::size_t server_chunk) {
    echo_server s(std::string_view{term});
    s.client->push("hello ");
    s.client->push("world" + term);
    s.client->push("I'm not dead yet!" + term);
    s.client->push(server_quit);
    s.run(server_chunk);
    CHECK(s.client->contents == contents{"hello world", "I'm not dead yet!"});
}

template <class Count>
void numeric_terminator_check(Count termlen) {
    echo_server s(termlen);
    const std::string data = "hello world, I'm not dead yet!\n";
    s.client->push(data);
    s.client->push(server_quit);
    s.run();
    CHECK(s.client->contents == contents{data.substr(0, static_cast<std::size_t>(termlen))});
}

template <class Data>
concept can_be_pushed = requires(echo_client& client, Data data) {
    client.push(data);
};

} // namespace

TEST_CASE("TestAsynchat.test_line_terminator1", "[cpython]") {
    for (const std::size_t chunk : {1, 2, 3})
        line_terminator_check("\n", chunk);
}

TEST_CASE("TestAsynchat.test_line_terminator2", "[cpython]") {
    for (const std::size_t chunk : {1, 2, 3})
        line_terminator_check("\r\n", chunk);
}

TEST_CASE("TestAsynchat.test_line_terminator3", "[cpython]") {
    for (const std::size_t chunk : {1, 2, 3})
        line_terminator_check("qqq", chunk);
}

TEST_CASE("TestAsynchat.test_numeric_terminator1", "[cpython]") {
    numeric_terminator_check(1);
    numeric_terminator_check(1L); // "ints & longs both work"
    numeric_terminator_check(std::size_t{1});
}

TEST_CASE("TestAsynchat.test_numeric_terminator2", "[cpython]") {
    numeric_terminator_check(6);
}

TEST_CASE("TestAsynchat.test_none_terminator", "[cpython]") {
    echo_server s{asynchat::terminator()};
    const std::string data = "hello world, I'm not dead yet!\n";
    s.client->push(data);
    s.client->push(server_quit);
    s.run();
    CHECK(s.client->contents.empty());
    CHECK(s.client->buffer == data);
}

TEST_CASE("TestAsynchat.test_simple_producer", "[cpython]") {
    echo_server s("\n");
    const std::string data = "hello world\nI'm not dead yet!\n";
    s.client->push_with_producer(
        std::make_unique<asynchat::simple_producer>(data + server_quit, 8));
    s.run();
    CHECK(s.client->contents == contents{"hello world", "I'm not dead yet!"});
}

// A string is no producer here and is pushed as what it is.
TEST_CASE("TestAsynchat.test_string_producer", "[cpython]") {
    echo_server s("\n");
    const std::string data = "hello world\nI'm not dead yet!\n";
    s.client->push(data + server_quit);
    s.run();
    CHECK(s.client->contents == contents{"hello world", "I'm not dead yet!"});
}

TEST_CASE("TestAsynchat.test_empty_line", "[cpython]") {
    echo_server s("\n");
    s.client->push("hello world\n\nI'm not dead yet!\n");
    s.client->push(server_quit);
    s.run();
    CHECK(s.client->contents == contents{"hello world", "", "I'm not dead yet!"});
}

TEST_CASE("TestAsynchat.test_close_when_done", "[cpython]") {
    echo_server s("\n");
    s.client->push("hello world\nI'm not dead yet!\n");
    s.client->push(server_quit);
    s.client->close_when_done();
    wait_until([&] { return s.map.empty(); }, 10s, "the client has closed", s.map);
    // Only now does the server send it back.
    const unique_fd conn = s.collect();
    ::send(conn.get(), s.buffer.data(), s.buffer.size(), MSG_NOSIGNAL);
    asyncore::loop(10ms, s.map, 1);
    CHECK(s.client->contents.empty());
    CHECK(s.buffer == "hello world\nI'm not dead yet!\n");
}

TEST_CASE("TestAsynchat.test_push", "[cpython]") {
    echo_server s("\n");
    const std::string data = "bytes\n";
    s.client->push(data);
    s.client->push(data.c_str());
    s.client->push(std::string_view(data));
    STATIC_REQUIRE_FALSE(can_be_pushed<int>);
    STATIC_REQUIRE_FALSE(can_be_pushed<std::wstring>);
    STATIC_REQUIRE_FALSE(can_be_pushed<std::u32string>);
    s.client->push(server_quit);
    s.run();
    CHECK(s.client->contents == contents{"bytes", "bytes", "bytes"});
}

TEST_CASE("TestAsynchatMocked.test_blockingioerror", "[cpython]") {
    socket_map map;
    const auto [near, far] = socket_pair(); // nothing to read: recv() says EAGAIN
    const auto channel = asyncore::make<echo_client>(unique_fd(::dup(near.get())), map);
    channel->handle_read();
    CHECK_FALSE(channel->failed);
    CHECK(channel->connected());
    CHECK(channel->bytes_read == 0);
}

TEST_CASE("TestHelperFunctions.test_find_prefix_at_end", "[cpython]") {
    CHECK(asynchat::find_prefix_at_end("qwerty\r", "\r\n") == 1);
    CHECK(asynchat::find_prefix_at_end("qwertydkjf", "\r\n") == 0);
}

TEST_CASE("TestNotConnected.test_disallow_negative_terminator", "[cpython]") {
    socket_map map;
    echo_client client(map);
    CHECK_THROWS_AS(client.set_terminator(-1), std::invalid_argument);
}
