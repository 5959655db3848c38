#include "tests/medusa/raw/raw_row.hpp"

namespace {

std::string old(const std::string& fields) {
    return "GET / HTTP/1.0\r\n" + fields + "\r\n";
}

std::string with(const std::string& method, const std::string& target = "/",
                 const std::string& fields = "") {
    return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

} // namespace

std::vector<raw_row> connection_rows() {
    const std::string next = get("");
    const std::string echo = post("Content-Length: 5\r\n", "hello");
    const std::string expecting = "Expect: 100-continue\r\nContent-Length: 5\r\n";
    return {
        {"9112 9.3", "1.1 stays", get(""), "200 keep"},
        {"9112 9.3", "1.1 stays when it is asked to", get("Connection: keep-alive\r\n"),
         "200 keep"},
        {"9112 9.6", "close", get("Connection: close\r\n"), "200 close"},
        {"9112 9.6", "close in upper case", get("Connection: CLOSE\r\n"), "200 close"},
        {"9112 9.6", "close in a list", get("Connection: x-a, close\r\n"), "200 close"},
        {"9112 9.6", "close in a second field", get("Connection: x-a\r\nConnection: close\r\n"),
         "200 close"},
        {"9112 9.6", "keep-alive and close", get("Connection: keep-alive, close\r\n"), "200 close"},
        {"9112 9.6", "close and keep-alive", get("Connection: close, keep-alive\r\n"), "200 close"},
        {"9112 9.6", "a longer word than close", get("Connection: closed\r\n"), "200 keep"},
        {"9112 9.6", "nothing after close is answered", get("Connection: close\r\n") + next,
         "200 close"},
        {"9112 9.3", "1.0 closes", old(""), "200 close"},
        {"9112 9.3", "1.0 stays when it is asked to", old("Connection: keep-alive\r\n"),
         "200 keep | 200 close"},
        {"9112 9.3", "1.0 with close", old("Connection: close\r\n"), "200 close"},
        {"9112 9.3", "1.0 with both", old("Connection: keep-alive, close\r\n"), "200 close"},
        {"9112 9.3.2", "two together", next + next, "200 200 keep"},
        {"9112 9.3.2", "five together", next + next + next + next + next,
         "200 200 200 200 200 keep"},
        {"9112 9.3.2", "a body and the next", echo + next, "200 200 keep"},
        {"9112 9.3.2", "the next and a body", next + echo, "200 200 keep", "hello"},
        {"9112 9.3.2", "an error among others", next + with("GET", "/nowhere") + next,
         "200 404 200 keep"},
        {"9112 9.3.2", "what is refused ends it", next + "BAD\r\n\r\n" + next, "200 400 close"},
        {"9112 2.2", "an empty line between two", echo + "\r\n" + next, "200 200 keep"},
        {"9110 7.8", "an upgrade to a WebSocket",
         get("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
         "200 keep"},
        {"9110 7.8", "an upgrade to HTTP/2",
         get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA\r\n"),
         "200 keep"},
        {"9110 7.8", "an upgrade to nonsense",
         get("Connection: Upgrade\r\nUpgrade: nonsense/7\r\n"), "200 keep"},
        {"9110 7.8", "an upgrade that Connection does not name", get("Upgrade: websocket\r\n"),
         "200 keep"},
        {"9110 7.8", "an upgrade in HTTP/1.0", old("Connection: Upgrade\r\nUpgrade: websocket\r\n"),
         "200 close"},
        {"9110 7.8", "an upgrade with POST",
         post("Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n", "hello"),
         "200 keep", "hello"},
        {"9110 10.1.1", "a body that waits to be wanted", post(expecting, ""), "100 wait"},
        {"9110 10.1.1", "a body that does not wait", post(expecting, "hello"),
         "100 200 keep | 200 keep", "hello"},
        {"9110 10.1.1", "an expectation in upper case",
         post("Expect: 100-CONTINUE\r\nContent-Length: 5\r\n", "hello"), "100 200 keep | 200 keep",
         "hello"},
        {"9110 10.1.1", "an expectation of a chunked body",
         post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"),
         "100 200 keep | 200 keep", "hello"},
        {"9110 10.1.1", "an expectation without a body", get("Expect: 100-continue\r\n"),
         "200 keep"},
        {"9110 10.1.1", "an expectation in HTTP/1.0",
         "POST /echo HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
         "200 close", "hello"},
        {"9110 10.1.1", "an expectation that is not known", get("Expect: 200-ok\r\n"),
         "417 close | 417 keep"},
        {"9110 10.1.1", "two expectations",
         post("Expect: 100-continue, x\r\nContent-Length: 5\r\n", "hello"), "417 close | 417 keep"},
        {"9110 10.1.1", "an expectation of a body that is not wanted", with("POST", "/", expecting),
         "405 close | 405 keep"},
        {"9110 10.1.1", "an expectation of a body for no one", with("POST", "/nowhere", expecting),
         "404 close | 404 keep"},
        {"9110 10.1.1", "an expectation of a body that is too long",
         post("Expect: 100-continue\r\nContent-Length: 999999999\r\n", ""), "413 close"},
        {"9112 9.3", "a body for no one",
         with("POST", "/nowhere", "Content-Length: 5\r\n") + "hello" + next,
         "404 close | 404 200 keep"},
        {"9112 9.3", "a chunked body for no one",
         with("POST", "/nowhere", "Transfer-Encoding: chunked\r\n") +
             "5;a=b\r\nhello\r\n0\r\nX-A: b\r\n\r\n" + next,
         "404 close | 404 200 keep"},
        {"9112 9.3", "a body for another method",
         with("PUT", "/", "Content-Length: 5\r\n") + "hello" + next, "405 close | 405 200 keep"},
        {"9112 9.3", "a body of a method that is not known",
         with("BREW", "/", "Content-Length: 5\r\n") + "hello" + next,
         "501 close | 501 200 keep | 405 200 keep | 405 close"},
        {"origin guard", "a body of a foreign page",
         with("POST", "/echo", "Origin: http://evil.example\r\nContent-Length: 5\r\n") + "hello" +
             next,
         "403 close | 403 200 keep"},
        {"9112 11.2", "a body for no one that is a request",
         with("POST", "/nowhere", "Content-Length: " + std::to_string(next.size()) + "\r\n") + next,
         "404 close | 404 keep"},
        {"9112 9.3", "half a body for no one",
         with("POST", "/nowhere", "Content-Length: 50\r\n") + "hello", "404 close | 404 wait"},
        {"9112 9.6", "a body for no one and close",
         with("POST", "/nowhere", "Content-Length: 5\r\nConnection: close\r\n") + "hello" + next,
         "404 close"},
        {"9112 9.6", "many behind close are not answered",
         get("Connection: close\r\n") + next + next + next + echo + next, "200 close"},
    };
}

std::vector<raw_row> method_rows() {
    const std::string refused = "405 keep | 405 close";
    return {
        {"9110 9.3.2", "HEAD", with("HEAD"), "200 keep"},
        {"9110 9.3.2", "HEAD of what is not there", with("HEAD", "/nowhere"), "404 keep"},
        {"9110 9.3.2", "HEAD in HTTP/1.0", "HEAD / HTTP/1.0\r\n\r\n", "200 close"},
        {"9110 9.3.2", "HEAD and GET together", with("HEAD") + get(""), "200 200 keep",
         "Hello, world"},
        {"9110 9.3.2", "HEAD of what takes POST", with("HEAD", "/echo"), refused},
        {"9110 9.3.3", "POST of what takes GET", with("POST", "/", "Content-Length: 0\r\n"),
         refused},
        {"9110 9.3.1", "GET of what takes POST", with("GET", "/echo"), refused},
        {"9110 9.3.4", "PUT", with("PUT", "/", "Content-Length: 0\r\n"), refused},
        {"9110 9.3.5", "DELETE", with("DELETE"), refused},
        {"5789 2", "PATCH", with("PATCH", "/", "Content-Length: 0\r\n"), refused},
        {"9110 9.3.7", "OPTIONS", with("OPTIONS"), "200 keep | 204 keep"},
        {"9110 9.3.7", "OPTIONS of what takes POST", with("OPTIONS", "/echo"),
         "200 keep | 204 keep"},
        {"9110 9.3.7", "OPTIONS of what is not there", with("OPTIONS", "/nowhere"), "404 keep"},
        {"9110 9.3.7", "OPTIONS with a body",
         with("OPTIONS", "/", "Content-Length: 5\r\n") + "hello",
         "200 keep | 204 keep | 200 close | 204 close"},
        {"9110 9.3.8", "TRACE", with("TRACE"), "405 keep | 501 keep | 405 close | 501 close"},
        {"9110 9.3.8", "TRACE with secrets", with("TRACE", "/", "Authorization: Basic eDp5\r\n"),
         "405 keep | 501 keep | 405 close | 501 close"},
        {"9110 9.3.8", "TRACE with a body", with("TRACE", "/", "Content-Length: 5\r\n") + "hello",
         "400 close | 405 close | 501 close"},
        {"9110 9.3.8", "TRACE of what is not there", with("TRACE", "/nowhere"),
         "404 keep | 405 keep | 405 close | 501 keep"},
        {"9110 9.1", "a method that is not known", with("BREW"), "501 keep | 501 close"},
        {"9110 9.1", "a method that is not known of what is not there", with("BREW", "/nowhere"),
         "501 keep | 501 close"},
        {"9110 9.1", "a method in lower case", with("get"), "400 close | 501 keep"},
        {"9110 9.1", "a method in mixed case", with("Get"), "400 close | 501 keep"},
        {"9110 9.1", "a longer word than GET", with("GETX"), "400 close | 501 keep"},
        {"9110 5.6.2", "a method of odd characters", with("!#$%&'*+-.^_`|~"),
         "400 close | 501 keep"},
        {"9110 5.6.2", "a method that is no token", with("G(T"), "400 close"},
        {"9110 5.6.2", "a method that is not ASCII", with("G\xc3\x89T"), "400 close"},
        {"9110 14.2", "a range of a POST",
         post("Range: bytes=0-1\r\nContent-Length: 5\r\n", "hello"), "200 keep", "hello"},
        {"9110 8.3", "a POST of an unknown type",
         post("Content-Type: application/x-nonsense\r\nContent-Length: 5\r\n", "hello"), "200 keep",
         "hello"},
    };
}

std::vector<raw_row> limit_rows() {
    const std::string long_text(100'000, 'a');
    std::string many;
    for (int i = 0; i < 10'000; ++i)
        many += "X-" + std::to_string(i) + ": x\r\n";
    std::string some;
    for (int i = 0; i < 90; ++i)
        some += "X-" + std::to_string(i) + ": x\r\n";
    std::string ranges = "Range: bytes=0-0";
    for (int i = 0; i < 1000; ++i)
        ranges += ",0-0";
    std::string tiny_chunks;
    for (int i = 0; i < 300; ++i)
        tiny_chunks += "1;x=" + std::string(100, 'e') + "\r\nx\r\n";
    return {
        {"9112 3", "a target of 8000 bytes", with("GET", "/" + std::string(7999, 'a')), "404 keep"},
        {"9110 15.5.15", "a target of 100 KB", with("GET", "/" + long_text), "414 close"},
        {"9110 15.5.15", "a target of 9 KB", with("GET", "/" + std::string(9000, 'a')),
         "414 close | 404 keep"},
        {"9112 3", "a method of 100 KB", with(long_text), "400 close | 414 close | 501 close"},
        {"6585 5", "a value of 100 KB", get("X-A: " + long_text + "\r\n"), "400 close | 431 close"},
        {"6585 5", "a name of 100 KB", get(long_text + ": x\r\n"), "400 close | 431 close"},
        {"6585 5", "ten thousand fields", get(many), "400 close | 431 close"},
        {"6585 5", "ninety fields", get(some), "200 keep"},
        {"9110 15.5.14", "a body that is too long", post("Content-Length: 999999999\r\n", ""),
         "413 close"},
        {"9110 15.5.14", "a chunk that is too long", chunked("3b9ac9ff\r\n"), "413 close"},
        {"9112 7.1.1", "an extension of 64 KB",
         chunked("5;a=" + std::string(65536, 'e') + "\r\nhello\r\n0\r\n\r\n"), "400 close"},
        {"9112 7.1.1", "small chunks with large extensions", chunked(tiny_chunks + "0\r\n\r\n"),
         "400 close"},
        {"9112 7.1.2", "a trailer of 100 KB", chunked("0\r\nX-A: " + long_text + "\r\n\r\n"),
         "400 close | 431 close"},
        {"9110 14.2", "a thousand ranges", get(ranges + "\r\n"), "200 keep | 416 keep"},
    };
}

std::vector<raw_row> all_rows() {
    std::vector<raw_row> all;
    for (const auto& table :
         {request_line_rows(), host_rows(), field_rows(), length_rows(), transfer_coding_rows(),
          chunk_rows(), connection_rows(), method_rows(), limit_rows()})
        all.insert(all.end(), table.begin(), table.end());
    return all;
}
