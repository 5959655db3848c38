#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <sys/socket.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

// Answers each line, and counts how it ended.
struct answering : asynchat::async_chat {
    explicit answering(socket_map& map) : async_chat(map) { set_terminator("\n"); }
    answering(unique_fd socket, socket_map& map) : async_chat(std::move(socket), map) {
        set_terminator("\n");
    }
    std::string lines;
    std::string error;
    int closes = 0;

    void collect_incoming_data(std::string_view data) override { lines.append(data); }
    void found_terminator() override {
        lines += '|';
        push("ok\n");
    }
    void handle_close() override {
        ++closes;
        close();
    }
    void handle_error() override {
        try {
            throw;
        } catch (const std::exception& thrown) {
            error = thrown.what();
        }
        handle_close();
    }
};

struct listener : asyncore::dispatcher {
    listener(const address& local, socket_map& map) : dispatcher(map) {
        create_socket(local.family());
        bind(local);
        listen();
    }
    void handle_accepted(unique_fd socket, const address&) override {
        channels.push_back(asyncore::make<answering>(std::move(socket), map()));
    }
    std::vector<std::shared_ptr<answering>> channels;
};

struct IPv4 {
    address local = address::ip("127.0.0.1", 0);
};
struct IPv6 {
    address local = address::ip("::1", 0);
};
struct Unix {
    temp_dir dir;
    address local = address::unix_path(dir / "socket");
};

// A server whose peers are plain sockets.
template <class Family>
struct served : Family {
    socket_map map;
    std::shared_ptr<listener> server = asyncore::make<listener>(this->local, map);

    unique_fd connect() {
        const std::size_t before = server->channels.size();
        unique_fd fd(::socket(this->local.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_storage to{};
        const unsigned length = server->addr().to_sockaddr(&to);
        REQUIRE(::connect(fd.get(), reinterpret_cast<sockaddr*>(&to), length) == 0);
        wait_until([&] { return server->channels.size() > before; }, 10s, "it is accepted", map);
        return fd;
    }
    answering& channel(std::size_t at = 0) { return *server->channels.at(at); }

    void say(const unique_fd& fd, std::string_view text) {
        REQUIRE(::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL) ==
                static_cast<ssize_t>(text.size()));
    }
    // All that comes until the end.
    std::string hear(const unique_fd& fd) {
        std::string heard;
        char buffer[4096];
        for (ssize_t got = 0; (got = ::recv(fd.get(), buffer, sizeof buffer, 0)) > 0;)
            heard.append(buffer, static_cast<std::size_t>(got));
        return heard;
    }
    void wait_for_close(std::size_t at = 0) {
        wait_until([&] { return channel(at).closes > 0; }, 10s, "the channel is closed", map);
        while (asyncore::poll(0ms, map)) {
        }
        CHECK(channel(at).closes == 1);
        CHECK(channel(at).error.empty());
        CHECK(channel(at).fileno() == -1);
    }
    // Another channel is as it was.
    void still_serves(const unique_fd& other, std::size_t at) {
        say(other, "still\n");
        wait_until([&] { return channel(at).lines == "still|"; }, 10s, "it is served", map);
        CHECK(channel(at).closes == 0);
    }
};

} // namespace

TEMPLATE_TEST_CASE("a peer that half-closes hears the answers to all it said", "[peers]", IPv4,
                   IPv6, Unix) {
    served<TestType> it;
    const auto fd = it.connect();
    it.say(fd, "one\ntwo\nthr");
    REQUIRE(::shutdown(fd.get(), SHUT_WR) == 0);
    it.wait_for_close();
    CHECK(it.hear(fd) == "ok\nok\n");
    CHECK(it.channel().lines == "one|two|thr");
}

TEMPLATE_TEST_CASE("a peer that resets becomes one handle_close", "[peers]", IPv4, IPv6, Unix) {
    served<TestType> it;
    auto fd = it.connect();
    const auto other = it.connect();
    it.say(fd, "one\n");
    wait_until([&] { return it.channel().lines == "one|"; }, 10s, "the line is read", it.map);
    const linger at_once{1, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    fd.reset(); // with the answer unread, which resets a Unix socket
    it.wait_for_close();
    it.still_serves(other, 1);
}

TEMPLATE_TEST_CASE("a peer that vanishes takes what waits for it along", "[peers]", IPv4, IPv6,
                   Unix) {
    served<TestType> it;
    auto fd = it.connect();
    const auto other = it.connect();
    it.channel().push(std::string(20'000'000, 'x'));
    while (asyncore::poll(0ms, it.map)) {
    }
    REQUIRE(it.channel().output_pending());
    fd.reset();
    it.wait_for_close();
    it.still_serves(other, 1);
}

TEMPLATE_TEST_CASE("a push to a peer that has gone becomes one handle_close", "[peers]", IPv4, IPv6,
                   Unix) {
    served<TestType> it;
    auto fd = it.connect();
    const auto other = it.connect();
    fd.reset();
    // The first may still be taken by the kernel.
    while (it.channel().closes == 0)
        it.channel().push(std::string(100'000, 'x'));
    it.wait_for_close();
    it.channel().push("nobody");
    it.still_serves(other, 1);
}

TEMPLATE_TEST_CASE("a connect that fails late tells async_chat why and closes it", "[peers]", IPv4,
                   IPv6) {
    TestType family;
    socket_map map;
    address nobody;
    {
        const auto server = asyncore::make<listener>(family.local, map);
        nobody = server->addr();
        server->close();
    }
    const auto client = asyncore::make<answering>(map);
    client->create_socket(nobody.family());
    client->push("hello\n");
    client->connect(nobody);
    wait_until([&] { return client->closes > 0; }, 10s, "the connect has failed", map);
    CHECK_THAT(client->error, Catch::Contains("Connection refused"));
    CHECK(client->closes == 1);
    CHECK_FALSE(client->connected());
    CHECK(map.empty());
}

TEST_CASE("a connect to a Unix socket nobody listens on fails at once", "[peers]") {
    const temp_dir dir;
    socket_map map;
    const address nobody = address::unix_path(dir / "socket");
    asyncore::make<listener>(nobody, map)->close(); // leaves its file
    const auto client = asyncore::make<answering>(map);
    client->create_socket(AF_UNIX);
    CHECK_THROWS_WITH(client->connect(nobody), Catch::Contains("Connection refused"));
}

TEST_CASE("maps in several threads do not disturb each other", "[peers]") {
    constexpr int threads = 4;
    constexpr int lines = 2000;
    std::vector<std::string> heard(threads);
    std::vector<std::exception_ptr> thrown(threads);
    std::vector<std::thread> running;
    for (std::size_t i = 0; i < threads; ++i)
        running.emplace_back([&, i] {
            try {
                socket_map map;
                auto [near, far] = socket_pair();
                asyncore::make<answering>(std::move(near), map);
                const auto client = asyncore::make<peer>(std::move(far), map);
                for (int line = 0; line < lines; ++line) {
                    client->say("line\n");
                    client->hear("ok\n");
                    heard[i] += client->heard();
                }
                client->half_close();
                client->hear_the_end();
                client->close();
                asyncore::loop({}, map);
            } catch (...) {
                thrown[i] = std::current_exception();
            }
        });
    for (auto& thread : running)
        thread.join();
    std::string expected;
    for (int line = 0; line < lines; ++line)
        expected += "ok\n";
    for (std::size_t i = 0; i < threads; ++i) {
        CHECK_FALSE(thrown[i]);
        CHECK(heard[i] == expected);
    }
}
