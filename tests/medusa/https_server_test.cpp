#include "asyncore/tls/tls.hpp"
#include "medusa/default_handler.hpp"
#include "medusa/https_redirect.hpp"
#include "medusa/tls/https_server.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

constexpr auto limit = 20s;
constexpr const char* get = "GET /a?b HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct tls_peer : peer {
    using peer::peer;
    bool handshaken = false;
    std::string error;
    void handle_connect() override { handshaken = true; }
    void handle_error() override {
        try {
            throw;
        } catch (const std::exception& thrown) {
            error = thrown.what();
        }
        handle_close();
    }
};

/// A server of HTTPS, and clients of it.
struct secure_web {
    authority ca;
    asyncore::socket_map map;
    std::shared_ptr<medusa::https_server> server;

    secure_web() {
        server = asyncore::make<medusa::https_server>(asyncore::address::ip("127.0.0.1", 0),
                                                      medusa::https_context({{ca.issue("server")}}),
                                                      map);
        server->install_handler(std::make_shared<function_handler>("/", [](const auto& request) {
            request->push(std::string(request->scheme()) + (request->is_secure() ? "!" : "?"));
            request->done();
        }));
    }

    template <class Peer = tls_peer>
    std::shared_ptr<Peer> reach() {
        const auto one = asyncore::make<Peer>(map);
        one->create_socket();
        one->connect(server->addr());
        return one;
    }

    std::shared_ptr<tls_peer> client(std::vector<std::string> alpn = {}) {
        const auto one = reach();
        asyncore::start_tls(*one, asyncore::tls_context::client({ca.ca_file(), std::move(alpn)}),
                            "localhost");
        return one;
    }

    void hear_end_of(peer& one) {
        wait_until([&] { return one.finished; }, limit, "the peer heard the end", map);
    }
};

/// What a server of plain HTTP with a https_redirect answers.
struct redirecting {
    web plain;
    explicit redirecting(std::shared_ptr<medusa::https_redirect> how) {
        plain.server->install_handler(std::move(how));
        plain.server->origin_guard.allowed_hosts = {"*"};
    }
    std::string location(std::string_view line, std::string_view fields) {
        const std::string answer = plain.ask(std::string(line) + "\r\n" + std::string(fields) +
                                             "Connection: close\r\n\r\n");
        const auto at = answer.find("Location: ");
        if (at == std::string::npos) return std::to_string(status_of(answer));
        return std::to_string(status_of(answer)) + " " +
               answer.substr(at + 10, answer.find("\r\n", at) - at - 10);
    }
};

} // namespace

TEST_CASE("a handler of an https_server is told that the request is secure") {
    secure_web site;
    const auto client = site.client();
    client->say(get);
    client->hear("https!");
    client->say(get); // on the same connection
    client->received.clear();
    client->hear("https!");
    CHECK(asyncore::tls_version(*client) == "TLSv1.3");
    web plain;
    plain.install("/", [](const auto& request) {
        request->push(std::string(request->scheme()) + (request->is_secure() ? "!" : "?"));
        request->done();
    });
    CHECK(body_of(plain.get("/")) == "http?");
}

TEST_CASE("an answer in many pieces arrives whole over TLS") {
    secure_web site;
    const std::string large(3'000'000, 'x');
    site.server->install_handler(std::make_shared<function_handler>("/a", [&](const auto& request) {
        request->push(large);
        request->done();
    }));
    const auto client = site.client();
    client->say("GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    site.hear_end_of(*client);
    CHECK(body_of(client->received) == large);
    CHECK_FALSE(asyncore::was_truncated(*client));
}

TEST_CASE("files of every size arrive whole over TLS") {
    const temp_dir dir;
    secure_web site;
    site.server->install_handler(
        std::make_shared<medusa::default_handler>(medusa::os_filesystem(dir.path())));
    for (const std::size_t size : {1'000U, 100'000U, 3'000'000U}) {
        std::string text(size, 'x');
        for (std::size_t i = 0; i < size; ++i)
            text[i] = static_cast<char>('a' + i * i % 23);
        dir.put("f", text);
        const auto client = site.client();
        client->say("GET /f HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        site.hear_end_of(*client);
        CHECK(body_of(client->received) == text);
    }
}

TEST_CASE("ALPN settles on http/1.1, and a client that speaks HTTP/2 alone is refused") {
    secure_web site;
    const auto either = site.client({"h2", "http/1.1"});
    wait_until([&] { return either->handshaken; }, limit, "the handshake", site.map);
    CHECK(asyncore::alpn_selected(*either) == "http/1.1");
    const auto other = site.client({"h2"});
    site.hear_end_of(*other);
    CHECK_FALSE(other->handshaken);
    CHECK(other->error.find("no application protocol") != std::string::npos);
    either->say(get);
    either->hear("https!");
}

TEST_CASE("reload gives new connections the new certificate and drops none") {
    secure_web site;
    const auto before = site.client();
    before->say(get);
    before->hear("https!");
    CHECK(asyncore::peer_certificate(*before)->common_name == "localhost");

    site.ca.issue("server", {"renewed", "DNS:localhost", 1});
    site.server->tls().reload();
    const auto after = site.client();
    after->say(get);
    after->hear("https!");
    CHECK(asyncore::peer_certificate(*after)->common_name == "renewed");
    before->received.clear();
    before->say(get);
    before->hear("https!");

    site.ca.folder().put("server.pem", "rubbish");
    CHECK_THROWS_AS(site.server->tls().reload(), asyncore::tls_error);
    const auto still = site.client();
    still->say(get);
    still->hear("https!");
    CHECK(asyncore::peer_certificate(*still)->common_name == "renewed");
}

TEST_CASE("plain HTTP on the port of HTTPS gets 400 and the end") {
    for (const std::string method : {"GET", "HEAD", "POST", "PUT"}) {
        secure_web site;
        const auto client = site.reach<peer>();
        client->say(method + " / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        site.hear_end_of(*client);
        CAPTURE(method, client->received);
        CHECK(status_of(client->received) == 400);
        CHECK(client->received.find("Plain HTTP was sent to a port of HTTPS") != std::string::npos);
        client->close();
        wait_until([&] { return site.server->connections().total() == 0; }, limit, "it is let go",
                   site.map);
    }
}

TEST_CASE("plain HTTP on the port of HTTPS gets its 400 though a large body follows") {
    secure_web site;
    const std::string body(4'000'000, 'b');
    const auto client = site.reach<peer>();
    client->say("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n" + body);
    wait_until([&] { return client->finished && !client->writable(); }, limit,
               "the peer said all and heard the end", site.map);
    CAPTURE(client->received);
    CHECK(status_of(client->received) == 400);
    CHECK(site.server->connections().total() == 1);
    client->close();
    wait_until([&] { return site.server->connections().total() == 0; }, limit, "it is let go",
               site.map);
}

TEST_CASE("plain HTTP on the port of HTTPS that goes on for ever is let go") {
    secure_web site;
    site.server->limits.linger_time = 50ms;
    const auto client = site.reach<peer>();
    client->say("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    site.hear_end_of(*client);
    wait_until([&] { return site.server->connections().total() == 0; }, limit, "it is let go",
               site.map);
}

TEST_CASE("what is neither TLS nor HTTP ends its own connection alone") {
    secure_web site;
    const auto live = site.client();
    for (const std::string rubbish :
         {"SSH-2.0-client\r\n", "\x16\x03\x01\xff\xff\xff", "\r\n\r\n\r\n"}) {
        const auto client = site.reach<peer>();
        client->say(rubbish);
        client->half_close();
        site.hear_end_of(*client);
        CHECK(client->received.find("HTTP") == std::string::npos);
    }
    live->say(get);
    live->hear("https!");
    CHECK_FALSE(site.server->closing());
}

TEST_CASE("a handshake that stands still or trickles is ended after head_time") {
    secure_web site;
    site.server->limits.head_time = 100ms;
    const auto silent = site.reach<peer>();
    const auto slow = site.reach<peer>();
    const std::string hello = "\x16\x03\x01\x02";
    asyncore::timer tick;
    std::size_t said = 0;
    const std::function<void()> trickle = [&] {
        if (slow->finished) return;
        slow->say(said < hello.size() ? hello.substr(said++, 1) : "");
        tick = asyncore::call_later(20ms, trickle, site.map);
    };
    trickle();
    site.hear_end_of(*silent);
    site.hear_end_of(*slow);
    CHECK(said >= 2);
    CHECK(silent->received.empty());
    CHECK(slow->received.empty());
    CHECK(site.server->connections().total() == 0);

    site.server->limits.head_time = 20s;
    const auto live = site.client();
    live->say(get);
    live->hear("https!");
}

TEST_CASE("a head that does not end over TLS is answered with 408") {
    secure_web site;
    site.server->limits.head_time = 300ms;
    const auto client = site.client();
    client->say("GET / HT");
    site.hear_end_of(*client);
    CHECK((client->received.empty() || status_of(client->received) == 408));
}

TEST_CASE("a client that takes nothing of its answer is reset, and one that takes it is not") {
    secure_web site;
    site.server->limits.write_time = 500ms;
    site.server->limits.min_rate = 0;
    site.server->install_handler(std::make_shared<function_handler>("/a", [](const auto& request) {
        request->push(std::string(32'000'000, 'x'));
        request->done();
    }));
    const auto deaf = site.client();
    deaf->listens = false;
    deaf->say(get);
    wait_until([&] { return site.server->connections().total() == 1; }, limit, "accepted",
               site.map);
    wait_until([&] { return site.server->connections().total() == 0; }, limit, "reset", site.map);
    const auto client = site.client();
    client->say(get);
    wait_until([&] { return client->received.size() > 32'000'000; }, limit, "all of it", site.map);
    CHECK_FALSE(client->finished);
}

TEST_CASE("a connection past the limit is closed without a word") {
    secure_web site;
    site.server->limits.max_connections = 1;
    const auto first = site.client();
    wait_until([&] { return first->handshaken; }, limit, "the handshake", site.map);
    const auto second = site.client();
    site.hear_end_of(*second);
    CHECK_FALSE(second->handshaken);
    first->say(get);
    first->hear("https!");
}

TEST_CASE("Strict-Transport-Security is said in every answer once it is set") {
    secure_web site;
    const auto client = site.client();
    client->say(get);
    client->hear("https!");
    CHECK(client->heard().find("Strict-Transport-Security") == std::string::npos);
    site.server->set_hsts(std::chrono::hours(1), true);
    client->say(get);
    client->hear("https!");
    CHECK(client->heard().find(
              "\r\nStrict-Transport-Security: max-age=3600; includeSubDomains\r\n") !=
          std::string::npos);
    client->say("GET nothing HTTP/1.1\r\n\r\n");
    client->hear("Strict-Transport-Security");
    CHECK_THROWS_AS(site.server->set_hsts(std::chrono::seconds(-1)), std::invalid_argument);
}

TEST_CASE("a field of every answer gives way to the one a handler sets") {
    web site;
    site.server->every_reply.set("X-One", "server");
    site.server->every_reply.set("X-Two", "server");
    site.install("/", [](const auto& request) {
        request->reply().set("x-one", "handler");
        request->done();
    });
    const std::string answer = site.get("/");
    CHECK(answer.find("X-Two: server\r\n") != std::string::npos);
    CHECK(answer.find("x-one: handler\r\n") != std::string::npos);
    CHECK(answer.find("X-One") == std::string::npos);
}

TEST_CASE("an https_server takes the context of a server alone") {
    asyncore::socket_map map;
    CHECK_THROWS_AS(asyncore::make<medusa::https_server>(asyncore::address::ip("127.0.0.1", 0),
                                                         asyncore::tls_context::client(), map),
                    std::invalid_argument);
}

TEST_CASE("an https_redirect keeps host, path and query") {
    redirecting site(std::make_shared<medusa::https_redirect>());
    CHECK(site.location("GET /a%2fb?c=%20d&e HTTP/1.1", "Host: example.org:8080\r\n") ==
          "301 https://example.org/a%2fb?c=%20d&e");
    CHECK(site.location("HEAD / HTTP/1.1", "Host: [::1]:80\r\n") == "301 https://[::1]/");
    CHECK(site.location("POST /form HTTP/1.1", "Host: a\r\nContent-Length: 9\r\n") ==
          "308 https://a/form");
    CHECK(site.location("DELETE //x HTTP/1.1", "Host: a\r\n") == "308 https://a//x");
    CHECK(site.location("GET http://b:1/p?q HTTP/1.1", "Host: b\r\n") == "301 https://b/p?q");
    CHECK(site.location("GET http://b?q HTTP/1.1", "Host: b\r\n") == "301 https://b/?q");
    CHECK(site.location("GET / HTTP/1.0", "") == "400");
}

TEST_CASE("an https_redirect names another port and a host of its own") {
    redirecting site(std::make_shared<medusa::https_redirect>(8443, "www.example.org"));
    CHECK(site.location("GET /a HTTP/1.1", "Host: evil.example\r\n") ==
          "301 https://www.example.org:8443/a");
    CHECK(site.location("GET /a HTTP/1.0", "") == "301 https://www.example.org:8443/a");
}

TEST_CASE("an https_redirect in a server of HTTPS stands aside") {
    secure_web site;
    site.server->install_handler(std::make_shared<medusa::https_redirect>());
    const auto client = site.client();
    client->say(get);
    client->hear("https!");
}
