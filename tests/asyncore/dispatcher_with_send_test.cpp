#include "asyncore/asyncore.hpp"
#include "asyncore/dispatcher_with_send.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

#include <sys/socket.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

struct client : asyncore::dispatcher_with_send {
    using dispatcher_with_send::dispatcher_with_send;
    using dispatcher_with_send::piece_size;
    int writes = 0;
    bool closed = false;
    void handle_connect() override {}
    void handle_read() override {
        char buffer[1024];
        recv(buffer, sizeof buffer);
    }
    void handle_write() override {
        ++writes;
        dispatcher_with_send::handle_write();
    }
    void handle_close() override {
        closed = true;
        close();
    }
};

std::string numbered_lines(std::size_t size) {
    std::string text;
    for (int i = 0; text.size() < size; ++i)
        text += std::to_string(i) + "\n";
    return text;
}

struct server_of_one : asyncore::dispatcher {
    explicit server_of_one(socket_map& m) : dispatcher(m) {
        create_socket();
        bind(address::ip("127.0.0.1", 0));
        listen();
    }
    void handle_accepted(unique_fd socket, const address&) override {
        channel = asyncore::make<peer>(std::move(socket), map());
    }
    std::shared_ptr<peer> channel;
};

} // namespace

TEST_CASE("what is sent at once is taken whole and arrives piece by piece in order",
          "[dispatcher_with_send]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto sender = asyncore::make<client>(std::move(near), map);
    const auto reader = asyncore::make<peer>(std::move(far), map);
    const std::string text = numbered_lines(5 * 1024 * 1024);
    CHECK(sender->send(text) == text.size());
    CHECK(sender->out_buffer().size() == text.size() - client::piece_size);
    CHECK(sender->writable());
    wait_until([&] { return reader->received.size() == text.size(); }, 20s, "all arrived", map);
    CHECK(reader->received == text);
    CHECK(sender->out_buffer().empty());
    CHECK_FALSE(sender->writable());
    CHECK_FALSE(asyncore::poll(0ms, map));
}

TEST_CASE("nothing is sent on while the peer takes nothing", "[dispatcher_with_send]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto sender = asyncore::make<client>(std::move(near), map);
    const auto reader = asyncore::make<peer>(std::move(far), map);
    reader->listens = false;
    reader->interest_changed();
    const std::string text = numbered_lines(2 * 1024 * 1024);
    sender->send(text);
    while (asyncore::poll(0ms, map)) {
    }
    const std::size_t left = sender->out_buffer().size();
    CHECK(left > 0);
    const int writes = sender->writes;
    CHECK_FALSE(asyncore::poll(10ms, map));
    CHECK(sender->writes == writes);
    CHECK(sender->out_buffer().size() == left);
    reader->listens = true;
    reader->interest_changed();
    wait_until([&] { return reader->received.size() == text.size(); }, 20s, "all arrived", map);
    CHECK(reader->received == text);
}

TEST_CASE("what is sent before the connection stands follows it", "[dispatcher_with_send]") {
    socket_map map;
    const auto server = asyncore::make<server_of_one>(map);
    const auto sender = asyncore::make<client>(map);
    sender->create_socket();
    CHECK(sender->send("before connect, ") == 16);
    sender->connect(server->addr());
    CHECK(sender->send("and while it connects") == 21);
    wait_until([&] { return server->channel != nullptr; }, 5s, "the server has it", map);
    server->channel->hear("before connect, and while it connects");
    CHECK_FALSE(sender->closed);
}

TEST_CASE("a peer that is gone when something is sent becomes handle_close",
          "[dispatcher_with_send]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto sender = asyncore::make<client>(std::move(near), map);
    far.reset();
    CHECK(sender->send("x") == 0);
    CHECK(sender->closed);
    CHECK(map.empty());
    CHECK(sender->out_buffer().empty());
}

TEST_CASE("a peer that goes in the middle becomes handle_close and what is left is forgotten",
          "[dispatcher_with_send]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto sender = asyncore::make<client>(std::move(near), map);
    sender->send(numbered_lines(2 * 1024 * 1024));
    while (asyncore::poll(0ms, map)) {
    }
    CHECK_FALSE(sender->out_buffer().empty());
    far.reset();
    wait_until([&] { return sender->closed; }, 5s, "the sender noticed", map);
    CHECK(sender->out_buffer().empty());
    CHECK(map.empty());
}

TEST_CASE("stop closes a dispatcher_with_send when all it sent is gone", "[dispatcher_with_send]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto sender = asyncore::make<client>(std::move(near), map);
    socket_map others; // who reads is not stopped
    const auto reader = asyncore::make<peer>(std::move(far), others);
    const std::string text = numbered_lines(2 * 1024 * 1024);
    sender->send(text);
    REQUIRE_FALSE(sender->out_buffer().empty());
    asyncore::stop(1h, map);
    while (asyncore::poll(0ms, map)) {
    }
    CHECK_FALSE(sender->closing());
    while (!map.empty()) {
        asyncore::poll(0ms, others);
        asyncore::poll(0ms, map);
    }
    CHECK(sender->closed);
    reader->hear_the_end();
    CHECK(reader->received == text);
}

TEST_CASE("stop closes a dispatcher_with_send that owes nothing", "[dispatcher_with_send]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto one = asyncore::make<client>(std::move(near), map);
    const auto unconnected = asyncore::make<client>(map);
    unconnected->create_socket();
    asyncore::stop(1h, map);
    asyncore::loop({}, map);
    CHECK(one->closed);
    CHECK(unconnected->closed);
}

TEST_CASE("what is sent is logged while debug is set", "[dispatcher_with_send]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto sender = asyncore::make<client>(std::move(near), map);
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    sender->send("quietly ");
    sender->set_debug(true);
    sender->send("aloud");
    asyncore::set_log_sink({});
    CHECK(logged == "sending aloud");
}
