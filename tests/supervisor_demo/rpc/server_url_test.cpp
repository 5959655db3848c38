#include "supervisor_demo/rpc/server_url.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;

namespace {

std::string place(std::string_view url) {
    const auto found = read_server_url(url);
    return found.socket_path.empty() ? found.host + " " + std::to_string(found.port)
                                     : found.socket_path;
}

// What is left of the URL, and who asks.
std::string taken(std::string url) {
    const auto who = take_credentials(url);
    return who ? url + " as " + who->username + " with " + who->password : url;
}

} // namespace

TEST_CASE("a serverurl is a socket, or a host and a port") {
    CHECK(place("unix:///run/s.sock") == "/run/s.sock");
    CHECK(place("http://localhost:9001") == "localhost 9001");
    CHECK(place("http://localhost:9001/RPC2?x#y") == "localhost 9001");
    CHECK(place("http://example.org") == "example.org 80");
    CHECK(place("http://[::1]:9001") == "::1 9001");
    CHECK(place("http://[::1]") == "::1 80");
    CHECK(place("http://:9001") == "localhost 9001");
    CHECK_THROWS_WITH(place("https://x"), "Unknown protocol for serverurl https://x");
    CHECK_THROWS_WITH(place("unix://"), "no path in serverurl unix://");
    for (const char* url : {"http://x:http", "http://x:90a", "http://x:65536", "http://x:-1"})
        CHECK_THROWS_WITH(place(url), std::string("bad port in serverurl ") + url);
}

TEST_CASE("name and password are taken out of a serverurl") {
    CHECK(taken("http://host:9001") == "http://host:9001");
    CHECK(taken("http://bob:s3cret@host:9001") == "http://host:9001 as bob with s3cret");
    CHECK(taken("http://bob:a:b@c@[::1]:9001/") == "http://[::1]:9001/ as bob with a:b@c");
    CHECK(taken("http://b%40b:100%25%2F@host") == "http://host as b@b with 100%/");
    CHECK(taken("http://bob:100%@host") == "http://host as bob with 100%");
    CHECK(taken("http://bob@host") == "http://host as bob with ");
    CHECK(taken("https://bob:s3cret@host") == "https://host as bob with s3cret");
    CHECK(taken("http://host/a@b") == "http://host/a@b");
    CHECK(taken("unix:///run/a:b@c") == "unix:///run/a:b@c");
}

TEST_CASE("a serverurl is shown without a password, however it is written") {
    CHECK(shown_url("http://host:9001") == "http://host:9001");
    CHECK(shown_url("unix:///run/a@b") == "unix:///run/a@b");
    CHECK(shown_url("bob:s3cret@host:9001") == "***@host:9001");
    CHECK(shown_url("http:/bob:s3cret@host") == "***@host");
    CHECK(shown_url("http://bob:s3/cret@host:9001") == "http://***@host:9001");
    CHECK_THROWS_WITH(place("http://bob:s3/cret@host:9001"),
                      "bad port in serverurl http://***@host:9001");
    CHECK_THROWS_WITH(place("bob:s3cret@host:9001"),
                      "Unknown protocol for serverurl ***@host:9001");
}
