#include "asynchat/simple_producer.hpp"
#include "asyncore/tls/tls_transport.hpp"
#include "tests/support/tls_pair.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <memory>
#include <string>

#include <sys/socket.h>

using namespace std::chrono_literals;
using asyncore::socket_map;
using asyncore::tls_context;

namespace {

// One authority for the process: making keys is most of what a short test costs.
struct secured_pair : tls_pair {
    secured_pair() {
        start(server_side(), client_side());
        shake_hands();
        REQUIRE(client->handshaken);
    }
    static const authority& ca() {
        static const authority one;
        return one;
    }
    static tls_context server_side() {
        static const tls_context one = tls_context::server({{ca().issue("server")}});
        return one;
    }
    static tls_context client_side() {
        static const tls_context one = tls_context::client({.ca_file = ca().ca_file()});
        return one;
    }
};

SSL* ssl_of(const asyncore::dispatcher& channel) {
    return dynamic_cast<const asyncore::tls_transport&>(*channel.through()).ssl();
}

// Carries bytes from one socket to another, so many at a time.
struct relay : asyncore::dispatcher {
    relay(asyncore::unique_fd socket, socket_map& m, std::size_t piece)
        : dispatcher(std::move(socket), m), piece_(piece) {}
    std::weak_ptr<relay> other;
    std::string waits;
    bool finished = false;

    bool readable() override { return !finished; }
    bool writable() override {
        const auto from = other.lock();
        return from && !from->waits.empty();
    }
    void handle_read() override {
        std::string piece(piece_, '\0');
        waits.append(piece, 0, recv(piece.data(), piece_));
        if (const auto to = other.lock()) to->interest_changed();
    }
    void handle_write() override {
        const auto from = other.lock();
        if (!from) return;
        from->waits.erase(0, send(std::string_view(from->waits).substr(0, piece_)));
        if (from->finished && from->waits.empty()) shutdown_write();
    }
    void handle_eof() override {
        finished = true;
        const auto to = other.lock();
        if (to && waits.empty()) to->shutdown_write();
    }
    void handle_close() override { close(); }

private:
    std::size_t piece_;
};

struct counted : asynchat::producer {
    counted(std::size_t total, std::size_t& made) : left(total), produced(made) {}
    std::string more() override {
        const std::size_t size = std::min<std::size_t>(left, 10'000);
        left -= size;
        produced += size;
        return std::string(size, 'p');
    }
    std::size_t left;
    std::size_t& produced;
};

} // namespace

TEST_CASE("a dialogue over TLS holds however its bytes are cut", "[tls]") {
    for (const std::size_t piece : {1, 2, 3, 5, 7, 64, 1000}) {
        socket_map map;
        auto [a, b] = socket_pair();
        auto [c, d] = socket_pair();
        const auto one = asyncore::make<relay>(std::move(b), map, piece);
        const auto two = asyncore::make<relay>(std::move(c), map, piece);
        one->other = two;
        two->other = one;
        const auto server = asyncore::make<tls_chat>(std::move(a), map);
        const auto client = asyncore::make<tls_chat>(std::move(d), map);
        asyncore::start_tls(*server, secured_pair::server_side());
        asyncore::start_tls(*client, secured_pair::client_side(), "localhost");
        server->on_line = [](tls_chat& self) {
            self.push(self.heard + "\n");
            if (self.heard == "one|two|") self.close_when_done();
        };
        client->push("one\ntw");
        client->push("o\n");
        client->hear("one||one|two||");
        client->end();
        CHECK(client->eof);
        CHECK_FALSE(asyncore::was_truncated(*client));
    }
}

TEST_CASE("much goes both ways at once and arrives whole", "[tls]") {
    secured_pair it;
    constexpr std::size_t total = 8'000'000;
    std::size_t made = 0;
    for (const auto& end : {it.server, it.client}) {
        end->set_terminator(total);
        end->push_with_producer(std::make_unique<counted>(total / 2, made));
        end->push(std::string(total / 2, 'p'));
    }
    wait_until([&] { return it.server->heard.size() > total && it.client->heard.size() > total; },
               30s, "all arrived", it.map);
    for (const auto& end : {it.server, it.client}) {
        CHECK(end->heard.size() == total + 1);
        CHECK(std::count(end->heard.begin(), end->heard.end(), 'p') == total);
    }
    CHECK_FALSE(asyncore::poll(5ms, it.map));
}

TEST_CASE("a slow reader over TLS paces the producer", "[tls]") {
    secured_pair it;
    it.client->pause_input();
    std::size_t made = 0;
    it.server->push_with_producer(std::make_unique<counted>(50'000'000, made));
    it.settle();
    const std::size_t stuck = made;
    CHECK(stuck < 2'000'000);
    CHECK(it.server->output_size() <= 65536 + 10'000);
    CHECK_FALSE(asyncore::poll(5ms, it.map));
    CHECK(made == stuck);
    it.client->resume_input();
    wait_until([&] { return made > stuck * 3; }, 20s, "the reader reads on", it.map);
}

TEST_CASE("new keys asked for while output is blocked leave both directions whole", "[tls]") {
    secured_pair pair;
    pair.client->pause_input();
    const std::string large(8'000'000, 'x');
    pair.server->push(large + "\n");
    pair.settle();
    REQUIRE(pair.server->output_pending());
    std::string said;
    for (int i = 0; i < 50; ++i) {
        // The server is to change its keys, too: what says so waits behind what is blocked.
        REQUIRE(SSL_key_update(ssl_of(*pair.client), SSL_KEY_UPDATE_REQUESTED) == 1);
        pair.client->push("line\n");
        said += "line|";
    }
    pair.server->hear(said); // it reads on, though it cannot write
    CHECK(pair.server->output_pending());
    pair.client->resume_input();
    pair.client->hear(large + "|");
    pair.server->push("after\n");
    pair.client->hear(large + "|after|");
    CHECK_FALSE(pair.server->closing());
    CHECK(pair.client->error.empty());
}

TEST_CASE("close_when_done over TLS closes after all was sent and says that it was all", "[tls]") {
    secured_pair it;
    const std::string much(3'000'000, 'm');
    it.client->set_terminator(asynchat::terminator());
    it.client->pause_input();
    it.server->push(much);
    it.server->push_with_producer(std::make_unique<asynchat::simple_producer>("end"));
    it.server->close_when_done();
    it.settle();
    CHECK_FALSE(it.server->closing());
    it.client->resume_input();
    it.client->end();
    CHECK(it.client->heard == much + "end");
    CHECK(it.client->eof);
    CHECK_FALSE(asyncore::was_truncated(*it.client));
    CHECK(it.server->closing());
    CHECK(it.server->error.empty());
}

TEST_CASE("a connection cut short is told apart from one that ended", "[tls]") {
    secured_pair it;
    it.server->push("part\n");
    it.client->hear("part|");
    ::shutdown(it.server->fileno(), SHUT_RDWR);
    it.client->end();
    CHECK_FALSE(it.client->eof);
    CHECK(asyncore::was_truncated(*it.client));
    CHECK(it.client->error.empty());
}

TEST_CASE("one direction ends and the other goes on", "[tls]") {
    secured_pair it;
    it.server->stays_after_eof = true;
    it.client->push("question\n");
    CHECK(it.client->shutdown_write());
    wait_until([&] { return it.server->eof; }, 20s, "the end of the question", it.map);
    CHECK(it.server->heard == "question|");
    it.settle();
    CHECK_FALSE(asyncore::poll(5ms, it.map));
    it.server->push(std::string(500'000, 'a') + "\n");
    it.client->hear(std::string(500'000, 'a') + "|");
    it.server->close_when_done();
    it.client->end();
    CHECK(it.client->eof);
}

TEST_CASE("output forgotten while the peer is slow leaves the stream whole", "[tls]") {
    secured_pair it;
    it.client->set_terminator(asynchat::terminator());
    it.client->pause_input();
    it.server->push(std::string(5'000'000, 'x'));
    it.settle();
    CHECK(it.server->output_pending());
    it.server->discard_buffers();
    it.server->push("after");
    it.client->resume_input();
    wait_until([&] { return it.client->heard.ends_with("after") || it.client->closing(); }, 20s,
               "what came after", it.map);
    CHECK(it.client->error.empty());
    const std::string x(it.client->heard.size() - 5, 'x');
    CHECK(it.client->heard == x + "after");
    CHECK(x.size() < 5'000'000);
}

TEST_CASE("input decrypted already is collected when it is resumed", "[tls]") {
    secured_pair it;
    it.server->on_line = [](tls_chat& self) { self.pause_input(); };
    // More than one buffer: some is held by the channel, some by OpenSSL, some by the kernel.
    std::string lines;
    std::string expected;
    for (int i = 0; i < 40; ++i) {
        lines += std::string(4000, 'a') + "\n";
        expected += std::string(4000, 'a') + "|";
    }
    it.client->push(lines);
    int resumed = 0;
    while (it.server->heard.size() < expected.size()) {
        const std::size_t before = it.server->heard.size();
        wait_until([&] { return it.server->heard.size() > before; }, 20s, "a line", it.map);
        it.settle();
        CHECK(it.server->heard.size() == before + 4001);
        it.server->resume_input();
        ++resumed;
    }
    CHECK(it.server->heard == expected);
    CHECK(resumed == 40);
}

TEST_CASE("a reader of small pieces gets all of a record", "[tls]") {
    struct sipping : asyncore::dispatcher {
        using dispatcher::dispatcher;
        std::size_t drunk = 0;
        bool writable() override { return false; }
        void handle_connect() override {}
        void handle_write() override {}
        void handle_read() override {
            char sip[100];
            drunk += recv(sip, sizeof sip);
        }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto server = asyncore::make<sipping>(std::move(near), map);
    const auto client = asyncore::make<tls_chat>(std::move(far), map);
    asyncore::start_tls(*server, secured_pair::server_side());
    asyncore::start_tls(*client, secured_pair::client_side(), "localhost");
    client->push(std::string(16'000, 's'));
    wait_until([&] { return server->drunk == 16'000; }, 20s, "all of it", map);
    CHECK_FALSE(asyncore::poll(5ms, map));
}

TEST_CASE("sending to a peer that has gone is handle_close and no signal", "[tls]") {
    struct sigaction now {};
    REQUIRE(::sigaction(SIGPIPE, nullptr, &now) == 0);
    REQUIRE(now.sa_handler == SIG_DFL);
    secured_pair it;
    it.server->del_channel(); // hears nothing of it
    it.client->close();
    for (int i = 0; i < 10 && !it.server->closing(); ++i)
        it.server->push(std::string(100'000, 'x'));
    CHECK(it.server->closing());
    CHECK(it.server->error.empty());
}

TEST_CASE("plain dialogue turns into TLS after the answer went out", "[tls]") {
    tls_pair it;
    it.server->on_line = [](tls_chat& self) {
        if (!self.heard.ends_with("STARTTLS|")) return;
        self.push("go ahead\n");
        asyncore::start_tls(self, secured_pair::server_side());
    };
    it.client->on_line = [](tls_chat& self) {
        if (self.heard.ends_with("go ahead|"))
            asyncore::start_tls(self, secured_pair::client_side(), "localhost");
    };
    it.client->push("EHLO\nSTARTTLS\n");
    it.client->hear("go ahead|");
    it.client->push("secret\n");
    it.server->hear("EHLO|STARTTLS|secret|");
    CHECK(asyncore::tls_version(*it.server) == "TLSv1.3");
    it.server->push("heard\n");
    it.client->hear("go ahead|heard|");
}

TEST_CASE("plain text behind the command that starts TLS is refused", "[tls]") {
    const std::string injected = "STARTTLS\nRSET\n";
    for (std::size_t cut = 9; cut <= injected.size(); ++cut) {
        tls_pair it;
        it.server->on_line = [](tls_chat& self) {
            self.push("go ahead\n");
            asyncore::start_tls(self, secured_pair::server_side());
        };
        it.client->push(injected.substr(0, cut));
        it.client->push(injected.substr(cut));
        it.server->end();
        CHECK(it.server->heard == "STARTTLS|");
        CHECK_FALSE(it.server->error.empty());
        if (cut > 9) CHECK_THAT(it.server->error, Catch::Contains("plain text follows"));
    }
}

TEST_CASE("plain text held by a paused channel is refused too", "[tls]") {
    tls_pair it;
    it.server->on_line = [](tls_chat& self) { self.pause_input(); };
    it.client->push("STARTTLS\nRSET\n");
    it.server->hear("STARTTLS|");
    CHECK_THROWS_WITH(asyncore::start_tls(*it.server, secured_pair::server_side()),
                      Catch::Contains("plain text follows"));
    CHECK_FALSE(it.server->encrypted());
}

TEST_CASE("an answer the peer does not take keeps TLS from starting", "[tls]") {
    tls_pair it;
    it.client->pause_input();
    it.server->push(std::string(5'000'000, 'x'));
    it.settle();
    CHECK_THROWS_WITH(asyncore::start_tls(*it.server, secured_pair::server_side()),
                      Catch::Contains("not taken all output"));
}

TEST_CASE("a hook that throws over TLS closes its own channel alone", "[tls]") {
    secured_pair it;
    secured_pair other;
    it.server->on_line = [](tls_chat&) { throw std::runtime_error("no good"); };
    it.client->push("x\n");
    it.client->end();
    CHECK(it.server->error == "no good");
    CHECK(it.client->eof);
    other.client->push("y\n");
    other.server->hear("y|");
}

TEST_CASE("a channel closed and opened anew in its own hook starts plain", "[tls]") {
    secured_pair it;
    asyncore::unique_fd far;
    it.server->on_line = [&](tls_chat& self) {
        self.on_line = nullptr;
        self.close();
        auto [near, other] = socket_pair();
        far = std::move(other);
        self.set_socket(std::move(near));
    };
    it.client->push("one\n");
    it.client->end();
    CHECK_FALSE(it.server->encrypted());
    REQUIRE(::send(far.get(), "two\n", 4, 0) == 4);
    wait_until([&] { return it.server->heard == "one|two|"; }, 20s, "plain input", it.map);
}
