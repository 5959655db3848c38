#include "asyncore/tls/tls.hpp"
#include "medusa/https_redirect.hpp"
#include "medusa/tls/https_client.hpp"
#include "medusa/tls/https_server.hpp"
#include "tests/medusa/scripted_server.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

using kind = medusa::client_error::kind;

namespace {

/// An https_server of ours, and a client that trusts it.
struct secure_talk : talk {
    authority ca;
    std::shared_ptr<medusa::https_server> web_server;

    secure_talk() {
        web_server = asyncore::make<medusa::https_server>(
            asyncore::address::ip("127.0.0.1", 0), medusa::https_context({{ca.issue("server")}}),
            map);
        web_server->install_handler(
            std::make_shared<function_handler>("/", [](const auto& request) {
                request->push(std::string(request->method()) + " " + request->path() + " " +
                              request->body());
                request->done();
            }));
        medusa::use_tls(client, asyncore::tls_context::client({ca.ca_file(), {"http/1.1"}}));
    }
    std::string secure_url(const std::string& target, const std::string& host = "localhost") const {
        return "https://" + host + ":" + std::to_string(web_server->addr().port()) + target;
    }
};

/// A server whose connections are TLS, and otherwise the script's.
struct scripted_tls_server : scripted_server {
    asyncore::tls_context tls;
    scripted_tls_server(asyncore::tls_context with, asyncore::socket_map& in)
        : scripted_server(asyncore::address::ip("127.0.0.1", 0), in), tls(std::move(with)) {}
    void handle_accepted(asyncore::unique_fd socket, const asyncore::address& from) override {
        scripted_server::handle_accepted(std::move(socket), from);
        asyncore::start_tls(*peers.back(), tls);
    }
};

} // namespace

TEST_CASE("a client asks by HTTPS and keeps the connection") {
    secure_talk with;
    with.ask({"GET", with.secure_url("/1")});
    CHECK(with.response(0).body == "GET /1 ");
    CHECK(with.client.idle_connections() == 1);
    medusa::client_request post("POST", with.secure_url("/2"));
    post.set_body(std::string(500'000, 'x'));
    with.ask(std::move(post));
    CHECK(with.response(1).body == "POST /2 " + std::string(500'000, 'x'));
    CHECK(with.web_server->connections().total() == 1);
    with.ask({"GET", with.secure_url("/3", "127.0.0.1")}); // another origin
    CHECK(with.response(2).body == "GET /3 ");
    CHECK(with.web_server->connections().total() == 2);
}

TEST_CASE("a server that cannot be verified is not asked") {
    secure_talk with;
    const authority stranger;
    medusa::use_tls(with.client, asyncore::tls_context::client({stranger.ca_file()}));
    with.ask({"GET", with.secure_url("/")});
    CHECK(with.error(0).what == kind::connect);
    CHECK(with.error(0).sentence.find("handshake") != std::string::npos);

    medusa::use_tls(with.client, asyncore::tls_context::client({with.ca.ca_file()}));
    with.web_server->tls() = medusa::https_context({{with.ca.issue("other", {"x", "DNS:x", 1})}});
    with.ask({"GET", with.secure_url("/")});
    CHECK(with.error(1).sentence.find("hostname mismatch") != std::string::npos);
}

TEST_CASE("HTTPS asked of a server of plain HTTP is an error of the connection") {
    secure_talk with;
    with.server->close();
    const auto server =
        asyncore::make<medusa::http_server>(asyncore::address::ip("127.0.0.1", 0), with.map);
    with.ask({"GET", "https://" + server->addr().to_string() + "/"});
    CHECK(with.error().what == kind::connect);
}

TEST_CASE("use_tls takes the context of a client alone") {
    secure_talk with;
    CHECK_THROWS_AS(medusa::use_tls(with.client, with.web_server->tls()), std::invalid_argument);
}

TEST_CASE("an https_redirect is followed, and one from HTTPS to HTTP is not") {
    secure_talk with;
    const auto plain =
        asyncore::make<medusa::http_server>(asyncore::address::ip("127.0.0.1", 0), with.map);
    plain->install_handler(
        std::make_shared<medusa::https_redirect>(with.web_server->addr().port(), "localhost"));
    medusa::client_request request("POST", "http://" + plain->addr().to_string() + "/form?x");
    request.max_redirects = 1;
    request.set_body("the body");
    with.ask(std::move(request));
    CHECK(with.response(0).body == "POST /form the body");
    CHECK(with.response(0).url.to_string() == with.secure_url("/form?x"));

    with.web_server->install_handler(
        std::make_shared<function_handler>("/down", [&](const auto& down) {
            down->reply().set("Location", "http://" + plain->addr().to_string() + "/");
            down->error(302);
        }));
    medusa::client_request back("GET", with.secure_url("/down"));
    back.max_redirects = 5;
    with.ask(std::move(back));
    CHECK(with.error(1).what == kind::redirect);
}

TEST_CASE("a body until the end over TLS is whole only when the server says so") {
    for (const bool said : {true, false}) {
        CAPTURE(said);
        secure_talk with;
        const auto server = asyncore::make<scripted_tls_server>(
            asyncore::tls_context::server({{with.ca.issue("script")}}), with.map);
        with.ask({"GET", "https://" + server->addr().to_string() + "/"});
        with.until([&] { return !server->peers.empty(); }, "a connection");
        peer& it = *server->peers[0];
        it.hear("\r\n\r\n");
        it.say("HTTP/1.1 200 OK\r\n\r\nhello");
        with.settle();
        if (said)
            it.close();
        else
            it.half_close(); // beneath TLS
        if (said)
            CHECK(with.response().body == "hello");
        else
            CHECK(with.error().what == kind::closed);
    }
}

TEST_CASE(
    "a kept connection over TLS that the server has closed is not used, nor one with more to say") {
    for (const bool closes : {true, false}) {
        CAPTURE(closes);
        secure_talk with;
        const auto server = asyncore::make<scripted_tls_server>(
            asyncore::tls_context::server({{with.ca.issue("script")}}), with.map);
        const std::string url = "https://" + server->addr().to_string() + "/";
        with.ask({"GET", url});
        with.until([&] { return !server->peers.empty(); }, "a connection");
        server->peers[0]->hear("\r\n\r\n");
        server->peers[0]->say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
        with.response(0);
        if (closes)
            server->peers[0]->close();
        else
            server->peers[0]->say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        with.ask({"GET", url});
        with.until([&] { return server->peers.size() == 2; }, "a new connection");
        server->peers[1]->hear("\r\n\r\n");
        server->peers[1]->say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
        CHECK(with.response(1).body == "b");
    }
}
