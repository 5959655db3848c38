#include "tests/support/tls_pair.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using asyncore::tls_context;

namespace {

struct setting {
    authority ca;
    asyncore::tls_certificate own = ca.issue("server");
    tls_context server = tls_context::server({.certificates = {own}});
    tls_context client = tls_context::client({.ca_file = ca.ca_file()});
};

// What the client's handle_error() got.
std::string refusal(const tls_context& server, const tls_context& client,
                    std::string_view name = "localhost") {
    tls_pair it;
    it.start(server, client, name);
    it.client->end();
    CHECK_FALSE(it.client->handshaken);
    it.server->end(); // told by an alert
    return it.client->error;
}

} // namespace

TEST_CASE("a handshake makes both ends connected and tells what was agreed", "[tls]") {
    const setting with;
    tls_pair it;
    it.start(with.server, with.client);
    CHECK(it.server->encrypted());
    CHECK(it.server->connecting());
    CHECK_FALSE(it.server->connected());
    CHECK(asyncore::tls_version(*it.server).empty());
    it.shake_hands();
    REQUIRE(it.client->error.empty());
    CHECK(it.server->connected());
    CHECK_FALSE(it.server->connecting());
    for (const auto& end : {it.server, it.client}) {
        CHECK(asyncore::tls_version(*end) == "TLSv1.3");
        CHECK_THAT(std::string(asyncore::tls_cipher(*end)), Catch::StartsWith("TLS_"));
        CHECK(asyncore::alpn_selected(*end).empty());
        CHECK_FALSE(asyncore::tls_resumed(*end));
    }
    CHECK(asyncore::server_name(*it.server) == "localhost");
    CHECK_FALSE(asyncore::peer_certificate(*it.server));
    const auto shown = asyncore::peer_certificate(*it.client);
    REQUIRE(shown);
    CHECK(shown->subject == "CN=localhost");
    CHECK(shown->common_name == "localhost");
    CHECK(shown->names == std::vector<std::string>{"localhost", "127.0.0.1"});
    CHECK(shown->verified);
}

TEST_CASE("a certificate is verified for a numeric address and none is told as name", "[tls]") {
    const setting with;
    tls_pair it;
    it.start(with.server, with.client, "127.0.0.1");
    it.shake_hands();
    CHECK(it.client->handshaken);
    CHECK(asyncore::server_name(*it.server).empty());
    CHECK_THAT(refusal(with.server, with.client, "127.0.0.2"),
               Catch::Contains("TLS with 127.0.0.2: handshake: IP address mismatch"));
}

TEST_CASE("a client that comes back takes its session up again with the name it verified",
          "[tls]") {
    const setting with;
    tls_context client = with.client;
    const auto resumes = [&](std::string_view name) {
        tls_pair it;
        it.start(with.server, client, name);
        it.shake_hands();
        REQUIRE(it.client->error.empty());
        it.server->push("tickets\n");
        it.client->hear("tickets|");
        CHECK(asyncore::tls_resumed(*it.server) == asyncore::tls_resumed(*it.client));
        const auto shown = asyncore::peer_certificate(*it.client);
        REQUIRE(shown);
        CHECK(shown->verified);
        CHECK(shown->common_name == "localhost");
        return asyncore::tls_resumed(*it.client);
    };
    CHECK_FALSE(resumes("localhost"));
    CHECK(resumes("localhost"));
    CHECK(resumes("localhost"));
    CHECK_FALSE(resumes("127.0.0.1"));
    CHECK(resumes("127.0.0.1"));
    CHECK_THAT(refusal(with.server, client, "example.org"),
               Catch::Contains("name mismatch") || Catch::Contains("example.org"));
    client.reload();
    CHECK_FALSE(resumes("localhost"));
}

TEST_CASE("a wrong name is refused with the name in the sentence", "[tls]") {
    const setting with;
    CHECK(refusal(with.server, with.client, "example.org") ==
          "TLS with example.org: handshake: hostname mismatch");
    // The subject's common name is no name of a server.
    const auto named = with.ca.issue("cn", {"example.org", "DNS:other.org"});
    CHECK_THAT(refusal(tls_context::server({{named}}), with.client, "example.org"),
               Catch::Contains("hostname mismatch"));
}

TEST_CASE("an expired, a self-signed and a stranger's certificate are refused", "[tls]") {
    const setting with;
    const authority stranger("A Stranger");
    CHECK_THAT(refusal(tls_context::server({{with.ca.issue("old", {.days = -1})}}), with.client),
               Catch::Contains("certificate has expired"));
    CHECK_THAT(refusal(tls_context::server({{with.ca.self_signed("self")}}), with.client),
               Catch::Contains("self-signed certificate"));
    CHECK_THAT(refusal(tls_context::server({{stranger.issue("s")}}), with.client),
               Catch::Contains("unable to get local issuer certificate"));
    CHECK_THAT(refusal(with.server, tls_context::client()), // the system trusts someone else
               Catch::Contains("unable to get local issuer certificate"));
}

TEST_CASE("a client that verifies has to name the server", "[tls]") {
    const setting with;
    tls_pair it;
    CHECK_THROWS_AS(asyncore::start_tls(*it.client, with.client), std::invalid_argument);
    CHECK_FALSE(it.client->encrypted());
    CHECK(it.client->connected());
}

TEST_CASE("TLS is started once and on a connection", "[tls]") {
    const setting with;
    tls_pair it;
    asyncore::start_tls(*it.server, with.server);
    CHECK_THROWS_AS(asyncore::start_tls(*it.server, with.server), std::logic_error);
    it.client->close();
    CHECK_THROWS_AS(asyncore::start_tls(*it.client, with.client, "localhost"), std::logic_error);
}

TEST_CASE("an insecure client takes any certificate and says it is not verified", "[tls]") {
    const setting with;
    asyncore::set_log_sink([](asyncore::log_level, std::string_view) {});
    const auto careless = tls_context::insecure_client();
    asyncore::set_log_sink({});
    tls_pair it;
    it.start(tls_context::server({{with.ca.self_signed("self")}}), careless, "");
    it.shake_hands();
    REQUIRE(it.client->handshaken);
    CHECK_FALSE(asyncore::peer_certificate(*it.client)->verified);
}

TEST_CASE("the server's order decides which protocol is spoken", "[tls]") {
    const setting with;
    const auto server =
        tls_context::server({.certificates = {with.own}, .alpn = {"h2", "http/1.1"}});
    const auto speaks = [&](std::vector<std::string> offered) {
        tls_pair it;
        it.start(server, tls_context::client({with.ca.ca_file(), std::move(offered)}));
        it.shake_hands();
        REQUIRE(it.client->handshaken);
        CHECK(asyncore::alpn_selected(*it.client) == asyncore::alpn_selected(*it.server));
        return std::string(asyncore::alpn_selected(*it.server));
    };
    CHECK(speaks({"http/1.1", "h2"}) == "h2");
    CHECK(speaks({"spdy", "http/1.1"}) == "http/1.1");
    CHECK(speaks({}).empty());
    CHECK_THAT(refusal(server, tls_context::client({with.ca.ca_file(), {"spdy"}})),
               Catch::Contains("alert no application protocol"));
}

TEST_CASE("a server shows the certificate of the name it was asked for", "[tls]") {
    const setting with;
    const auto server = tls_context::server(
        {{with.own, with.ca.issue("one", {"one", "DNS:one.example,DNS:uno.example"}),
          with.ca.issue("any", {"any", "DNS:*.wild.example"})}});
    const auto shown = [&](const std::string& name, const std::string& expected) {
        tls_pair it;
        it.start(server, with.client, name);
        it.shake_hands();
        REQUIRE(it.client->error.empty());
        CHECK(asyncore::peer_certificate(*it.client)->common_name == expected);
    };
    shown("localhost", "localhost");
    shown("one.example", "one");
    shown("uno.example.", "one");
    shown("a.wild.example", "any");
    CHECK_THAT(refusal(server, with.client, "two.example"), Catch::Contains("hostname mismatch"));
}

TEST_CASE("a client's certificate is asked for and verified and told", "[tls]") {
    const setting with;
    const authority clients("Clients");
    const authority stranger("A Stranger");
    const auto client = [&](const asyncore::tls_certificate& shows) {
        return tls_context::client({.ca_file = with.ca.ca_file(), .certificate = shows});
    };
    const auto required =
        tls_context::server({.certificates = {with.own}, .client_ca_file = clients.ca_file()});
    {
        tls_pair it;
        it.start(required, client(clients.issue("me", {"me", "DNS:me"})));
        it.shake_hands();
        REQUIRE(it.server->handshaken);
        CHECK(asyncore::peer_certificate(*it.server)->common_name == "me");
    }
    // In TLS 1.3 a client is done before the server has looked: the alert comes with the input.
    for (const auto& shows : {asyncore::tls_certificate(), stranger.issue("other")}) {
        tls_pair it;
        it.start(required, client(shows));
        it.server->end();
        CHECK_FALSE(it.server->handshaken);
        CHECK_THAT(it.server->error, shows.chain_file.empty()
                                         ? Catch::Contains("did not return a certificate")
                                         : Catch::Contains("unable to get local issuer"));
        it.client->end();
        CHECK_THAT(it.client->error, Catch::Contains("alert"));
    }
    const auto optional = tls_context::server({.certificates = {with.own},
                                               .client_ca_file = clients.ca_file(),
                                               .client_certificate_required = false});
    tls_pair it;
    it.start(optional, with.client);
    it.shake_hands();
    CHECK(it.server->handshaken);
    CHECK_FALSE(asyncore::peer_certificate(*it.server));
}

TEST_CASE("a reload holds for new handshakes and one that fails changes nothing", "[tls]") {
    setting with;
    tls_pair before;
    before.start(with.server, with.client);
    before.shake_hands();

    const auto fresh = with.ca.issue("fresh", {"fresh", "DNS:localhost"});
    with.ca.folder().put("server.pem", read_whole(fresh.chain_file)); // the key is not there yet
    CHECK_THROWS_WITH(with.server.reload(), Catch::Contains("key values mismatch"));
    const auto shown = [&] {
        tls_pair it;
        it.start(with.server, with.client);
        it.shake_hands();
        REQUIRE(it.client->handshaken);
        return asyncore::peer_certificate(*it.client)->common_name;
    };
    CHECK(shown() == "localhost");
    with.ca.folder().put("server.key", read_whole(fresh.key_file));
    tls_pair during;
    during.start(with.server, with.client); // has begun with what was there
    const tls_context copy = with.server;
    with.server.reload();
    CHECK(shown() == "fresh");
    during.shake_hands();
    CHECK(asyncore::peer_certificate(*during.client)->common_name == "localhost");

    before.client->push("still here\n");
    before.server->hear("still here|");
    tls_pair after;
    after.start(copy, with.client);
    after.shake_hands();
    CHECK(asyncore::peer_certificate(*after.client)->common_name == "fresh");
}

TEST_CASE("what is no TLS is refused with a reason", "[tls]") {
    const setting with;
    for (const std::string said : {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "garbage\n",
                                   "\x16\x03\x01\xff\xff garbage", "\x16\x03\x01\x01\x08\x01"}) {
        asyncore::socket_map map;
        auto [near, far] = socket_pair();
        const auto server = asyncore::make<tls_chat>(std::move(near), map);
        const auto client = asyncore::make<peer>(std::move(far), map);
        asyncore::start_tls(*server, with.server);
        client->say(said);
        client->half_close();
        server->end();
        CHECK_THAT(server->error, Catch::StartsWith("TLS with") && Catch::Contains("handshake: "));
        CHECK_FALSE(server->handshaken);
        CHECK(map.size() <= 1);
    }
}

TEST_CASE("a server that is no TLS server is refused by a client", "[tls]") {
    const setting with;
    tls_pair it;
    asyncore::start_tls(*it.client, with.client, "localhost");
    it.server->set_terminator(asynchat::terminator());
    it.server->push("220 mail.example ESMTP\r\n");
    it.client->end();
    CHECK_THAT(it.client->error, Catch::Contains("wrong version number"));
}

TEST_CASE("a peer that vanishes in the middle of the handshake is told", "[tls]") {
    const setting with;
    {
        tls_pair it; // the client says hello and leaves
        it.start(with.server, with.client);
        asyncore::poll(0ms, it.map);
        it.client->close();
        it.server->end();
        CHECK_FALSE(it.server->handshaken);
    }
    tls_pair it; // the server never answers, and leaves
    asyncore::start_tls(*it.client, with.client, "localhost");
    it.settle();
    it.server->close();
    it.client->end();
    CHECK_THAT(it.client->error, Catch::Contains("localhost: handshake: "));
}

TEST_CASE("a look whether anyone listens is no error", "[tls]") {
    const setting with;
    tls_pair it;
    asyncore::start_tls(*it.server, with.server);
    it.client->close();
    it.server->end();
    CHECK(it.server->error.empty());
}

TEST_CASE("a handshake that stands still makes no events and can be closed", "[tls]") {
    const setting with;
    tls_pair it;
    asyncore::start_tls(*it.server, with.server);
    asyncore::start_tls(*it.client, with.client, "localhost");
    it.server->del_channel(); // deaf
    it.settle();
    CHECK_FALSE(asyncore::poll(5ms, it.map));
    it.client->close();
    CHECK(it.map.empty());
}

TEST_CASE("a connect that fails late is told as such over TLS too", "[tls]") {
    const setting with;
    asyncore::socket_map map;
    asyncore::address closed;
    {
        struct listening : asyncore::dispatcher {
            using dispatcher::dispatcher;
        };
        const auto server = asyncore::make<listening>(map);
        server->create_socket();
        server->bind(asyncore::address::ip("127.0.0.1", 0));
        closed = server->addr();
        server->close();
    }
    const auto client = asyncore::make<tls_chat>(map);
    client->create_socket();
    client->connect(closed);
    asyncore::start_tls(*client, with.client, "localhost");
    client->end();
    CHECK_THAT(client->error, Catch::Contains("Connection refused"));
}

TEST_CASE("the next address is tried under a TLS that was started before", "[tls]") {
    struct server : asyncore::dispatcher {
        server(asyncore::socket_map& m, const asyncore::tls_context& t) : dispatcher(m), tls(t) {
            create_socket();
            bind(asyncore::address::ip("127.0.0.1", 0));
            listen();
        }
        void handle_accepted(asyncore::unique_fd socket, const asyncore::address&) override {
            channel = asyncore::make<tls_chat>(std::move(socket), map());
            asyncore::start_tls(*channel, tls);
            where = channel->addr(); // though it shakes hands
        }
        asyncore::tls_context tls;
        std::shared_ptr<tls_chat> channel;
        asyncore::address where;
    };
    const setting with;
    asyncore::socket_map map;
    const auto gone = asyncore::make<server>(map, with.server);
    const asyncore::address closed = gone->addr();
    gone->close();
    const auto there = asyncore::make<server>(map, with.server);
    const auto client = asyncore::make<tls_chat>(map);
    client->connect(std::vector{closed, there->addr()});
    asyncore::start_tls(*client, with.client, "localhost");
    client->push("hello\n");
    wait_until([&] { return there->channel || client->closing(); }, std::chrono::seconds(20),
               "the second one was tried", map);
    CHECK(client->error.empty());
    REQUIRE(there->channel);
    there->channel->hear("hello|");
    CHECK(client->handshaken);
    CHECK(there->where.host() == "127.0.0.1");
}

TEST_CASE("TLS is not started before there is a socket", "[tls]") {
    const setting with;
    asyncore::socket_map map;
    const auto client = asyncore::make<tls_chat>(map);
    client->connect("127.0.0.1", 1);
    CHECK(client->connecting());
    CHECK_THROWS_AS(asyncore::start_tls(*client, with.client, "localhost"), std::logic_error);
    client->close();
}

TEST_CASE("a channel that waits for nothing still finishes its handshake and sends", "[tls]") {
    struct deaf : tls_chat {
        using tls_chat::tls_chat;
        bool readable() override { return false; }
    };
    const setting with;
    asyncore::socket_map map;
    auto [one, other] = socket_pair();
    const auto server = asyncore::make<deaf>(std::move(one), map);
    const auto client = asyncore::make<tls_chat>(std::move(other), map);
    asyncore::start_tls(*server, with.server);
    asyncore::start_tls(*client, with.client, "localhost");
    server->push("early\n");
    client->hear("early|");
    CHECK(server->handshaken);
}
