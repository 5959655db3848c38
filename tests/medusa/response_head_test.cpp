#include "medusa/response_head.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <variant>

using namespace medusa;

namespace {

response_head parsed(std::string text, std::string_view method = "GET") {
    auto read = parse_response_head(method, text);
    if (const auto* wrong = std::get_if<http_error>(&read)) FAIL(wrong->reason << " for " << text);
    return std::get<response_head>(std::move(read));
}

bool refused(std::string text, std::string_view method = "GET") {
    const auto read = parse_response_head(method, std::move(text));
    const auto* wrong = std::get_if<http_error>(&read);
    if (wrong) CHECK_FALSE(wrong->reason.empty());
    return wrong != nullptr;
}

std::string ok(const std::string& fields) {
    return "HTTP/1.1 200 OK\r\n" + fields;
}

} // namespace

TEST_CASE("a status line is read") {
    const auto head = parsed("HTTP/1.1 404 Not Found\r\nA: b\r\nContent-Length: 3");
    CHECK(head.status() == 404);
    CHECK(head.reason() == "Not Found");
    CHECK(head.get_header("a") == "b");
    CHECK(head.framing() == body_framing::length);
    CHECK(head.content_length() == 3);
    CHECK(head.keep_alive());
    CHECK(parsed("HTTP/1.1 200 ").reason().empty());
    CHECK(parsed("HTTP/1.1 200").status() == 200);
    CHECK(parsed("HTTP/1.0 599 \xc3\xa4h").reason() == "\xc3\xa4h");
}

TEST_CASE("what is no status line is refused") {
    for (const char* const text : {"",
                                   "HTTP/1.1",
                                   "HTTP/1.1 ",
                                   "HTTP/1.1 20",
                                   "HTTP/1.1 2000",
                                   "HTTP/1.1 099 X",
                                   "HTTP/1.1 600 X",
                                   "HTTP/1.1  200 OK",
                                   "HTTP/2 200 OK",
                                   "HTTP/2.0 200 OK",
                                   "http/1.1 200 OK",
                                   "ICY 200 OK",
                                   "HTTP/1.1 2x0 OK",
                                   "HTTP/1.1 200\tOK",
                                   "HTTP/1.1 200 a\x01",
                                   " HTTP/1.1 200 OK",
                                   "\r\nHTTP/1.1 200 OK",
                                   "HTTP/1.1 200 OK\r\n",
                                   "HTTP/1.1 200 OK\nA: b",
                                   "HTTP/1.1 200 OK\rA: b",
                                   "HTTP/1.1 -00 OK"}) {
        CAPTURE(text);
        CHECK(refused(text));
    }
}

TEST_CASE("a response has one framing, and a doubtful one is refused") {
    CHECK(parsed(ok("A: b")).framing() == body_framing::until_close);
    CHECK(parsed(ok("Transfer-Encoding: chunked")).framing() == body_framing::chunked);
    CHECK(parsed(ok("Content-Length: 0")).framing() == body_framing::length);
    for (const char* const fields : {"Content-Length: 1\r\nContent-Length: 2",
                                     "Content-Length: 1\r\nContent-Length: 1",
                                     "Content-Length: 1, 1",
                                     "Content-Length: +1",
                                     "Content-Length: -1",
                                     "Content-Length: 0x1",
                                     "Content-Length:",
                                     "Content-Length: 1 2",
                                     "Content-Length: 9223372036854775808",
                                     "Content-Length: 99999999999999999999",
                                     "Content-Length: 1\r\nTransfer-Encoding: chunked",
                                     "Transfer-Encoding: chunked\r\nContent-Length: 1",
                                     "Transfer-Encoding: gzip",
                                     "Transfer-Encoding: gzip, chunked",
                                     "Transfer-Encoding: chunked, chunked",
                                     "Transfer-Encoding: chunked, gzip",
                                     "Transfer-Encoding: identity",
                                     "Transfer-Encoding:",
                                     "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                                     "Transfer-Encoding : chunked",
                                     "A: b\r\n Content-Length: 1",
                                     "Content-Length : 1",
                                     "A\r\nB: c",
                                     ": x",
                                     "A: b\nC: d",
                                     "A: b\x00c"}) {
        CAPTURE(fields);
        if (std::string_view(fields) != "A: b") CHECK(refused(ok(fields)));
    }
    CHECK(refused(ok(std::string("A: b\0c", 6))));
    CHECK(refused("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked"));
}

TEST_CASE("answers that have no body have none whatever they say") {
    for (const char* const start :
         {"HTTP/1.1 304 Not Modified\r\n", "HTTP/1.1 304 X\r\nContent-Length: 9\r\n",
          "HTTP/1.1 204 No Content\r\n", "HTTP/1.1 100 Continue\r\n",
          "HTTP/1.1 204 X\r\nContent-Length: 0\r\n"}) {
        CAPTURE(start);
        const auto head = parsed(std::string(start) + "A: b");
        CHECK(head.framing() == body_framing::none);
        CHECK(head.content_length() == 0);
        CHECK(head.keep_alive());
    }
    CHECK(parsed(ok("Content-Length: 9"), "HEAD").framing() == body_framing::none);
    CHECK(parsed(ok("Transfer-Encoding: chunked"), "HEAD").framing() == body_framing::none);
    CHECK(parsed(ok("A: b"), "HEAD").keep_alive());
    CHECK(refused("HTTP/1.1 204 X\r\nContent-Length: 9"));
    CHECK(refused("HTTP/1.1 100 X\r\nTransfer-Encoding: chunked"));
    CHECK(refused(ok("Content-Length: 1\r\nContent-Length: 2"), "HEAD"));
}

TEST_CASE("a connection is kept as the version and the server say") {
    CHECK(parsed(ok("Content-Length: 1")).keep_alive());
    CHECK_FALSE(parsed(ok("Content-Length: 1\r\nConnection: x, Close")).keep_alive());
    CHECK_FALSE(parsed("HTTP/1.0 200 OK\r\nContent-Length: 1").keep_alive());
    CHECK(parsed("HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive").keep_alive());
    CHECK_FALSE(parsed("HTTP/1.0 200 OK\r\nConnection: keep-alive").keep_alive());
    CHECK(parsed("HTTP/1.7 200 OK\r\nContent-Length: 1").keep_alive());
}

TEST_CASE("a head past its limits is refused") {
    head_limits small;
    small.max_head = 40;
    small.max_fields = 2;
    CHECK(std::holds_alternative<response_head>(
        parse_response_head("GET", ok("A: b\r\nC: d"), small)));
    CHECK(std::holds_alternative<http_error>(
        parse_response_head("GET", ok("A: b\r\nC: d\r\nE: f"), small)));
    CHECK(std::holds_alternative<http_error>(
        parse_response_head("GET", ok("A: " + std::string(40, 'x')), small)));
}
