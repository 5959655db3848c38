#include "medusa/virtual_hosts.hpp"
#include "tests/support/answer.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

std::shared_ptr<function_handler> says(std::string text, std::string prefix = "/") {
    return std::make_shared<function_handler>(std::move(prefix),
                                              [text = std::move(text)](const request_ptr& request) {
                                                  request->push(text + request->body());
                                                  request->done();
                                              });
}

struct sites : web {
    std::shared_ptr<medusa::virtual_hosts> hosts = std::make_shared<medusa::virtual_hosts>();
    sites() {
        server->install_handler(hosts);
        server->origin_guard.allowed_hosts = {"*"};
    }
    std::string at(const std::string& host, const std::string& more = "",
                   const char* method = "GET") {
        return ask(std::string(method) + " /a HTTP/1.1\r\nHost: " + host +
                   "\r\nConnection: close\r\n" + (more.empty() ? "\r\n" : more));
    }
};

} // namespace

TEST_CASE("a request goes to the handlers of the host it asks", "[virtual_hosts]") {
    sites it;
    it.hosts->add("one.example", says("one"));
    it.hosts->add("Two.Example.", says("two"));
    it.hosts->add("[2001:DB8::1]", says("six"));
    for (const char* host :
         {"one.example", "ONE.example", "one.example:8080", "one.example.", "one.example.:80"}) {
        CAPTURE(host);
        CHECK(body_of(it.at(host)) == "one");
    }
    CHECK(body_of(it.at("two.example")) == "two");
    CHECK(body_of(it.at("[2001:db8::1]")) == "six");
    CHECK(body_of(it.at("[2001:db8::1]:81")) == "six");
    CHECK(body_of(it.ask("GET http://two.example/ HTTP/1.1\r\nHost: one.example\r\n"
                         "Connection: close\r\n\r\n")) == "two");
}

TEST_CASE("without a default an unknown host has nothing", "[virtual_hosts]") {
    sites it;
    it.hosts->add("one.example", says("one"));
    CHECK(status_of(it.at("other.example")) == 404);
    CHECK(status_of(it.at(std::string(300, 'x'))) == 404);
    CHECK(status_of(it.at("sub.one.example")) == 404);
    it.hosts->add_default(says("default"));
    CHECK(body_of(it.at("other.example")) == "default");
    CHECK(body_of(it.ask("GET / HTTP/1.0\r\n\r\n")) == "default");
    CHECK(body_of(it.at("one.example")) == "one");
}

TEST_CASE("a star takes the names under a domain and the longest counts", "[virtual_hosts]") {
    sites it;
    it.hosts->add("*.example", says("any"));
    it.hosts->add("*.b.example", says("under b"));
    it.hosts->add("c.b.example", says("c"));
    CHECK(body_of(it.at("a.example")) == "any");
    CHECK(body_of(it.at("x.y.example")) == "any");
    CHECK(body_of(it.at("x.b.example")) == "under b");
    CHECK(body_of(it.at("y.x.b.example")) == "under b");
    CHECK(body_of(it.at("c.b.example")) == "c");
    CHECK(body_of(it.at("b.example")) == "any");
    CHECK(status_of(it.at("example")) == 404);
    CHECK(status_of(it.at(".example")) == 404);
}

TEST_CASE("a host has several handlers and what they say of bodies and methods holds",
          "[virtual_hosts]") {
    sites it;
    const auto small = says("got ", "/a");
    small->body_limit = 3;
    it.hosts->add("one.example", says("b", "/b"));
    it.hosts->add("one.example", small);
    CHECK(body_of(it.at("one.example", "Content-Length: 3\r\n\r\nabc", "POST")) == "got abc");
    CHECK(status_of(it.at("one.example", "Content-Length: 4\r\n\r\nabcd", "POST")) == 413);
    CHECK(body_of(it.ask("GET /b HTTP/1.1\r\nHost: one.example\r\nConnection: close\r\n\r\n")) ==
          "b");
}

TEST_CASE("what is no name of a host is refused", "[virtual_hosts]") {
    medusa::virtual_hosts hosts;
    CHECK_THROWS_AS(hosts.add("", says("x")), std::invalid_argument);
    CHECK_THROWS_AS(hosts.add("a b", says("x")), std::invalid_argument);
    CHECK_THROWS_AS(hosts.add("http://a", says("x")), std::invalid_argument);
}
