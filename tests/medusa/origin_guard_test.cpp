#include "medusa/http_server.hpp"
#include "medusa/origin_guard.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <string>

using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

void hello(const request_ptr& request) {
    request->push("hello");
    request->done();
}

int asked_as(web& it, const std::string& host, const std::string& path = "/") {
    return status_of(
        it.ask("GET " + path + " HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n"));
}

} // namespace

TEST_CASE("names that only this host has are told from others", "[origin_guard]") {
    for (const char* host :
         {"localhost", "LocalHost:80", "localhost.", "app.localhost:9001", "127.0.0.1",
          "127.0.0.1:9001", "192.168.1.7", "[::1]", "[::1]:9001", ""}) {
        CAPTURE(host);
        CHECK(medusa::is_local_name(host));
    }
    for (const char* host : {"evil.example", "evil.example:9001", "localhost.evil.example",
                             "notlocalhost", "127.0.0.1.evil.example", "x1"}) {
        CAPTURE(host);
        CHECK_FALSE(medusa::is_local_name(host));
    }
}

TEST_CASE("a server on loopback is not asked by another name", "[origin_guard]") {
    web it;
    it.install("/", hello);
    it.server->origin_guard.allowed_hosts = {"box.example"};
    CHECK(asked_as(it, "localhost") == 200);
    CHECK(asked_as(it, "127.0.0.1:" + std::to_string(it.server->addr().port())) == 200);
    CHECK(asked_as(it, "Box.example:8080") == 200);
    CHECK(asked_as(it, "evil.example") == 403);
    CHECK(asked_as(it, "evil.example", "/nowhere") == 403);
    // The absolute form stands in the place of Host.
    CHECK(asked_as(it, "localhost", "http://evil.example/") == 403);
    CHECK(asked_as(it, "evil.example", "http://localhost/") == 200);
    it.server->origin_guard.allowed_hosts = {"*"};
    CHECK(asked_as(it, "evil.example") == 200);
    it.server->origin_guard = {};
    it.server->origin_guard.on = false;
    CHECK(asked_as(it, "evil.example") == 200);
}

TEST_CASE("a server bound elsewhere may have any name", "[origin_guard]") {
    web it;
    it.server = asyncore::make<medusa::http_server>(asyncore::address::ip("0.0.0.0", 0), it.map);
    it.install("/", hello);
    CHECK(asked_as(it, "any.example") == 200);
    CHECK_FALSE(it.server->on_loopback());
    const temp_dir dir;
    const auto on_path =
        asyncore::make<medusa::http_server>(asyncore::address::unix_path(dir / "socket"), it.map);
    CHECK_FALSE(on_path->on_loopback());
}

TEST_CASE("a client of a Unix path need not name a host", "[origin_guard]") {
    const std::string nameless = "GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n";
    web it;
    it.install("/", hello);
    CHECK(status_of(it.ask(nameless)) == 400);
    const temp_dir dir;
    it.server =
        asyncore::make<medusa::http_server>(asyncore::address::unix_path(dir / "socket"), it.map);
    it.install("/", hello);
    CHECK(status_of(it.ask(nameless)) == 200);
}

TEST_CASE("what is refused may be answered in other words", "[origin_guard]") {
    web it;
    it.install("/", hello);
    it.server->origin_guard.answer = [](medusa::http_request& request, medusa::refusal why) {
        request.push(why == medusa::refusal::foreign_site ? "not from there" : "not by that name");
        request.done();
    };
    const std::string foreign = it.get("/", "Sec-Fetch-Site: cross-site\r\n");
    CHECK(status_of(foreign) == 403);
    CHECK(body_of(foreign) == "not from there");
    CHECK(body_of(it.get("/", "Origin: http://evil.example\r\n", "POST", "much")) ==
          "not from there");
    CHECK(body_of(it.get("/", "Sec-Fetch-Site: cross-site\r\n", "HEAD")).empty());
    CHECK(asked_as(it, "evil.example") == 403);
    CHECK(status_of(it.get("/")) == 200);
}

TEST_CASE("pages of a site that is listed may send requests", "[origin_guard]") {
    web it;
    it.install("/", hello);
    it.server->origin_guard.allowed_origins = {"https://dash.example:8443"};
    const std::string cross = "Sec-Fetch-Site: cross-site\r\n";
    CHECK(status_of(it.get("/", "Origin: https://dash.example:8443\r\n" + cross)) == 200);
    CHECK(status_of(it.get("/", cross + "Origin: https://dash.example:8443\r\n")) == 200);
    CHECK(status_of(it.get("/", "Origin: https://dash.example\r\n" + cross)) == 403);
    CHECK(status_of(it.get("/", cross)) == 403);
}
