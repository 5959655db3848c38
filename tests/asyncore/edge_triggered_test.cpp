#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include <netinet/in.h>
#include <sys/socket.h>

using namespace std::chrono_literals;

namespace {

// Told of input once. Reads so much in one event.
struct edge_channel : asyncore::dispatcher {
    edge_channel(asyncore::unique_fd socket, asyncore::socket_map& map)
        : dispatcher(std::move(socket), map) {
        edge_triggered_ = true;
    }
    std::string received;
    std::size_t at_once = 65536;
    int events = 0;
    int to_pass_over = 0;
    int to_throw = 0;
    bool writes = false;
    bool finished = false;
    std::string urgent;

    bool writable() override { return writes; }
    void handle_read() override {
        ++events;
        if (to_pass_over > 0) {
            --to_pass_over;
            return;
        }
        if (to_throw > 0) {
            --to_throw;
            throw std::runtime_error("not now");
        }
        std::string buffer(at_once, '\0');
        received.append(buffer.data(), recv(buffer.data(), at_once));
    }
    void handle_write() override { writes = false; }
    void handle_eof() override {
        finished = true;
        close();
    }
    void handle_expt() override {
        char byte;
        if (::recv(fileno(), &byte, 1, MSG_OOB) == 1) urgent += byte;
    }
    void handle_error() override {}
};

struct pair_of_tcp {
    pair_of_tcp() {
        asyncore::unique_fd listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const name = reinterpret_cast<sockaddr*>(&where);
        socklen_t size = sizeof where;
        REQUIRE(::bind(listening.get(), name, size) == 0);
        REQUIRE(::getsockname(listening.get(), name, &size) == 0);
        REQUIRE(::listen(listening.get(), 1) == 0);
        sender.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        REQUIRE(::connect(sender.get(), name, size) == 0);
        channel = asyncore::make<edge_channel>(
            asyncore::unique_fd(::accept(listening.get(), nullptr, nullptr)), map);
    }

    void say(std::string_view text, int flags = 0) const {
        REQUIRE(::send(sender.get(), text.data(), text.size(), flags) ==
                static_cast<ssize_t>(text.size()));
    }
    void hear(std::string_view all) {
        wait_until([&] { return channel->received.size() >= all.size(); }, 10s, "all was received",
                   map);
        CHECK(channel->received == all);
    }

    asyncore::socket_map map;
    asyncore::unique_fd sender;
    std::shared_ptr<edge_channel> channel;
};

} // namespace

TEST_CASE("an edge-triggered channel is told of each piece once", "[edge]") {
    pair_of_tcp tcp;
    std::string all;
    for (int i = 1; i <= 5; ++i) {
        tcp.say("piece");
        all += "piece";
        tcp.hear(all);
        CHECK(tcp.channel->events == i);
        asyncore::poll(0ns, tcp.map);
        CHECK(tcp.channel->events == i);
    }
}

TEST_CASE("an edge-triggered channel is told again of what it left unread", "[edge]") {
    pair_of_tcp tcp;
    tcp.channel->at_once = GENERATE(1U, 3U, 8U, 9U);
    tcp.say("12345678");
    tcp.hear("12345678");
}

TEST_CASE("an edge-triggered channel that read nothing is told again", "[edge]") {
    pair_of_tcp tcp;
    tcp.channel->to_pass_over = 2;
    tcp.say("still there");
    tcp.hear("still there");
    CHECK(tcp.channel->events == 3);
}

TEST_CASE("an edge-triggered channel whose hook threw is told again", "[edge]") {
    pair_of_tcp tcp;
    tcp.channel->to_throw = 2;
    tcp.say("still there");
    tcp.hear("still there");
}

TEST_CASE("an edge-triggered channel learns of an end that stands behind the input", "[edge]") {
    pair_of_tcp tcp;
    SECTION("sent with it") {
        tcp.say("the last");
        ::shutdown(tcp.sender.get(), SHUT_WR);
    }
    SECTION("sent after it was read") {
        tcp.say("the last");
        tcp.hear("the last");
        ::shutdown(tcp.sender.get(), SHUT_WR);
    }
    SECTION("with nothing before it") {
        ::shutdown(tcp.sender.get(), SHUT_WR);
    }
    wait_until([&] { return tcp.channel->finished; }, 10s, "the end was told", tcp.map);
}

TEST_CASE("an edge-triggered channel reads on behind an urgent byte", "[edge]") {
    pair_of_tcp tcp;
    tcp.say("before");
    tcp.say("!", MSG_OOB);
    tcp.say("after");
    tcp.hear("beforeafter");
    CHECK(tcp.channel->urgent == "!");
}

TEST_CASE("an edge-triggered channel may wait to write meanwhile", "[edge]") {
    pair_of_tcp tcp;
    tcp.channel->writes = true;
    tcp.channel->interest_changed();
    tcp.channel->at_once = 2;
    tcp.say("one and two");
    tcp.hear("one and two");
    CHECK_FALSE(tcp.channel->writes);
}
