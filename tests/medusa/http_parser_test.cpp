#include "medusa/http_parser.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace medusa;

namespace {

request_head parsed(std::string text, const head_limits& limits = {}) {
    auto result = parse_request_head(text, limits);
    if (auto* error = std::get_if<http_error>(&result))
        FAIL(error->status << " " << error->reason << " for " << text);
    return std::get<request_head>(std::move(result));
}

// The status a head is refused with, or 0.
int refusal(std::string text, const head_limits& limits = {}) {
    auto result = parse_request_head(std::move(text), limits);
    auto* error = std::get_if<http_error>(&result);
    if (!error) return 0;
    CHECK_FALSE(error->reason.empty());
    return error->status;
}

std::string with(const std::string& fields) {
    return "POST / HTTP/1.1\r\nHost: h\r\n" + fields;
}

struct row {
    const char* section;
    std::string head;
    int status; // 0 if it is to be accepted
};

void check(const std::vector<row>& rows) {
    for (const row& each : rows) {
        CAPTURE(each.section, each.head);
        CHECK(refusal(each.head) == each.status);
    }
}

} // namespace

TEST_CASE("a request head is read") {
    const request_head head = parsed("GET /a%20b?x=1%20&y HTTP/1.1\r\n"
                                     "Host: example.org:8080\r\n"
                                     "Accept:*/*\r\n"
                                     "X-Padded: \t two words\t \r\n"
                                     "X-Empty:");
    CHECK(head.method() == "GET");
    CHECK(head.target() == "/a%20b?x=1%20&y");
    CHECK(head.path() == "/a b");
    CHECK(head.query() == "x=1%20&y");
    CHECK(head.version() == http_version{1, 1});
    CHECK(head.host() == "example.org:8080");
    CHECK(head.headers().size() == 4);
    CHECK(head.headers().find("accept") == "*/*");
    CHECK(head.headers().find("x-padded") == "two words");
    CHECK(head.headers().find("x-empty") == "");
    CHECK(head.framing() == body_framing::none);
    CHECK(head.keep_alive());
    CHECK_FALSE(head.expect_continue());
}

TEST_CASE("a head stays true when it is moved") {
    request_head head = parsed("GET /a HTTP/1.0");
    const request_head moved = std::move(head);
    CHECK(moved.method() == "GET");
    CHECK(moved.path() == "/a");
}

TEST_CASE("the path is decoded and the query is not") {
    CHECK(parsed("GET / HTTP/1.0").path() == "/");
    CHECK(parsed("GET /a%2Fb/..%2e/%25?%20 HTTP/1.0").path() == "/a/b/.../%");
    CHECK(parsed("GET /a%2Fb?%20 HTTP/1.0").query() == "%20");
    CHECK(parsed("GET /%ff HTTP/1.0").path() == "/\xff");
    CHECK(refusal("GET /a%00b HTTP/1.0") == 400);
    CHECK(refusal("GET /a%0 HTTP/1.0") == 400);
    CHECK(refusal("GET /a%zz HTTP/1.0") == 400);
}

TEST_CASE("the absolute form takes the place of Host") {
    const request_head head = parsed("GET http://a:81/p?q HTTP/1.1\r\nHost: b");
    CHECK(head.host() == "a:81");
    CHECK(head.path() == "/p");
    CHECK(head.query() == "q");
    CHECK(head.target() == "http://a:81/p?q");
    CHECK(parsed("OPTIONS * HTTP/1.1\r\nHost: b").path() == "*");
}

TEST_CASE("the request line is RFC 9112 section 3") {
    check({
        {"2.2 one empty line before", "\r\nGET / HTTP/1.0", 0},
        {"2.2 two empty lines before", "\r\n\r\nGET / HTTP/1.0", 400},
        {"2.2 bare LF before", "\nGET / HTTP/1.0", 400},
        {"2.2 bare LF as line end", "GET / HTTP/1.1\nHost: h", 400},
        {"2.2 bare CR", "GET / HTTP/1.1\rHost: h", 400},
        {"2.2 bare CR at the end", "GET / HTTP/1.0\r", 400},
        {"2.2 space after the request line", "GET / HTTP/1.1\r\n Host: h", 400},
        {"3 nothing", "", 400},
        {"3 an empty line", "\r\n", 400},
        {"3 one word", "GARBAGE", 400},
        {"3 HTTP/0.9", "GET /", 400},
        {"3 no target", "GET HTTP/1.1\r\nHost: h", 400},
        {"3 two spaces", "GET  / HTTP/1.0", 400},
        {"3 two spaces", "GET /  HTTP/1.0", 400},
        {"3 tab", "GET\t/ HTTP/1.0", 400},
        {"3 tab", "GET /\tHTTP/1.0", 400},
        {"3 space before", " GET / HTTP/1.0", 400},
        {"3 space after", "GET / HTTP/1.0 ", 400},
        {"3 a fourth word", "GET / x HTTP/1.0", 400},
        {"3.1 any token is a method", "M-SEARCH! / HTTP/1.0", 0},
        {"3.1 methods have a case", "get / HTTP/1.0", 0},
        {"3.1 method no token", "G(T / HTTP/1.0", 400},
        {"3.1 method no token", "G\xc3\x89T / HTTP/1.0", 400},
        {"3.1 no method", "/ HTTP/1.0", 400},
        {"3.2 fragment", "GET /a#b HTTP/1.0", 400},
        {"3.2 not ASCII", "GET /\xc3\xa9 HTTP/1.0", 400},
        {"3.2 NUL", std::string("GET /\0 HTTP/1.0", 15), 400},
        {"3.2 DEL", "GET /\x7f HTTP/1.0", 400},
        {"3.2.1 origin form", "GET //a?b?c HTTP/1.0", 0},
        {"3.2.1 no slash", "GET a HTTP/1.0", 400},
        {"3.2.2 absolute form", "GET http://h/ HTTP/1.0", 0},
        {"3.2.2 other scheme", "GET ftp://h/ HTTP/1.0", 400},
        {"3.2.2 userinfo", "GET http://a:b@h/ HTTP/1.0", 400},
        {"3.2.2 empty authority", "GET http:///a HTTP/1.0", 400},
        {"3.2.2 Host all the same", "GET http://h/ HTTP/1.1", 400},
        {"3.2.3 authority form", "CONNECT h:443 HTTP/1.1\r\nHost: h", 501},
        {"3.2.3 authority form", "GET h:443 HTTP/1.1\r\nHost: h", 400},
        {"3.2.4 asterisk form", "OPTIONS * HTTP/1.1\r\nHost: h", 0},
        {"3.2.4 asterisk form", "GET * HTTP/1.1\r\nHost: h", 400},
    });
}

TEST_CASE("the version is RFC 9112 section 2.3") {
    check({
        {"1.0", "GET / HTTP/1.0", 0},
        {"1.1", "GET / HTTP/1.1\r\nHost: h", 0},
        {"1.2", "GET / HTTP/1.2\r\nHost: h", 0},
        {"0.9", "GET / HTTP/0.9", 505},
        {"2.0", "GET / HTTP/2.0\r\nHost: h", 505},
        {"preface of HTTP/2", "PRI * HTTP/2.0", 505},
        {"lower case", "GET / http/1.1\r\nHost: h", 400},
        {"one digit", "GET / HTTP/1\r\nHost: h", 400},
        {"two digits", "GET / HTTP/1.10\r\nHost: h", 400},
        {"two digits", "GET / HTTP/01.1\r\nHost: h", 400},
        {"no digits", "GET / HTTP/x.y\r\nHost: h", 400},
        {"comma", "GET / HTTP/1,1\r\nHost: h", 400},
        {"other protocol", "GET / ICAP/1.1\r\nHost: h", 400},
        {"signs", "GET / HTTP/+1.1\r\nHost: h", 400},
    });
}

TEST_CASE("field lines are RFC 9112 section 5") {
    check({
        {"5 any token", with("!#$%&'*+-.^_`|~09azAZ: x"), 0},
        {"5 the same twice", with("A: b\r\nA: b"), 0},
        {"5.5 obs-text", with("A: caf\xc3\xa9 \xff"), 0},
        {"5.5 tab inside", with("A: b\tc"), 0},
        {"5 no colon", with("Name"), 400},
        {"5 no name", with(": x"), 400},
        {"5.1 space before the colon", with("A : x"), 400},
        {"5.1 tab before the colon", with("A\t: x"), 400},
        {"5 space in the name", with("A b: x"), 400},
        {"5 parenthesis in the name", with("A(: x"), 400},
        {"5 quote in the name", with("\"A\": x"), 400},
        {"5 obs-text in the name", with("caf\xc3\xa9: x"), 400},
        {"5 NUL in the name", with(std::string("A\0: x", 5)), 400},
        {"5.2 obs-fold", with("A: b\r\n c"), 400},
        {"5.2 obs-fold with a tab", with("A: b\r\n\tc"), 400},
        {"5.2 obs-fold first", "GET / HTTP/1.1\r\n A: b\r\nHost: h", 400},
        {"5.5 NUL", with(std::string("A: b\0c", 6)), 400},
        {"5.5 bare CR", with("A: b\rc"), 400},
        {"5.5 bare CR at the end", with("A: b\r"), 400},
        {"5.5 CR CR LF", with("A: b\r\r\nB: c"), 400},
        {"5.5 bare LF", with("A: b\nB: c"), 400},
        {"5.5 ESC", with("A: \x1b[0m"), 400},
        {"5.5 DEL", with("A: \x7f"), 400},
        {"5.5 vertical tab", with("A:\x0b b"), 400},
        {"5 empty line at the end", with("A: b\r\n"), 400},
        {"5 nothing but the end of a line", "GET / HTTP/1.0\r\n", 400},
    });
}

TEST_CASE("a control character is seen wherever it stands in a value") {
    for (std::size_t size = 1; size < 20; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            for (int byte : {0, 8, 9, 10, 13, 31, 32, 126, 127, 128, 255}) {
                std::string value(size, 'x');
                value[at] = static_cast<char>(byte);
                const bool allowed = (byte >= 0x20 && byte != 0x7f) || byte == '\t';
                CHECK(refusal(with("A:" + value)) == (allowed ? 0 : 400));
            }
        }
    }
}

TEST_CASE("Host is RFC 9112 section 3.2") {
    check({
        {"none in 1.1", "GET / HTTP/1.1", 400},
        {"none in 1.0", "GET / HTTP/1.0", 0},
        {"empty", "GET / HTTP/1.1\r\nHost:", 0}, // the channel refuses it but on Unix paths
        {"port", "GET / HTTP/1.1\r\nHost: h:80", 0},
        {"address", "GET / HTTP/1.1\r\nhOST: [::1]:80", 0},
        {"two", "GET / HTTP/1.1\r\nHost: h\r\nHost: h", 400},
        {"two in 1.0", "GET / HTTP/1.0\r\nHost: h\r\nHost: i", 400},
        {"two with the absolute form", "GET http://h/ HTTP/1.1\r\nHost: h\r\nHost: h", 400},
        {"space", "GET / HTTP/1.1\r\nHost: a b", 400},
        {"list", "GET / HTTP/1.1\r\nHost: a, b", 400},
        {"userinfo", "GET / HTTP/1.1\r\nHost: u@h", 400},
        {"path", "GET / HTTP/1.1\r\nHost: h/p", 400},
        {"port no number", "GET / HTTP/1.1\r\nHost: h:http", 400},
        {"port too large", "GET / HTTP/1.1\r\nHost: h:65536", 400},
        {"port only", "GET / HTTP/1.1\r\nHost: :80", 400},
        {"malformed beside the absolute form", "GET http://h/ HTTP/1.1\r\nHost: a b", 400},
    });
}

TEST_CASE("the length of a body is RFC 9112 section 6") {
    check({
        {"6.2", with("Content-Length: 0"), 0},
        {"6.2", with("content-length:\t12 "), 0},
        {"6.2 largest", with("Content-Length: 9223372036854775807"), 0},
        {"6.3 overflow", with("Content-Length: 9223372036854775808"), 400},
        {"6.3 overflow", with("Content-Length: 18446744073709551617"), 400},
        {"6.3 empty", with("Content-Length:"), 400},
        {"6.3 plus", with("Content-Length: +1"), 400},
        {"6.3 minus", with("Content-Length: -1"), 400},
        {"6.3 hex", with("Content-Length: 0x1"), 400},
        {"6.3 fraction", with("Content-Length: 1.0"), 400},
        {"6.3 space inside", with("Content-Length: 1 2"), 400},
        {"6.3 list", with("Content-Length: 1, 1"), 400},
        {"6.3 list", with("Content-Length: 1,2"), 400},
        {"6.3 two alike", with("Content-Length: 1\r\nContent-Length: 1"), 400},
        {"6.3 two unlike", with("Content-Length: 1\r\nContent-Length: 2"), 400},
        {"6.1", with("Transfer-Encoding: chunked"), 0},
        {"6.1 case", with("transfer-encoding: CHUNKED"), 0},
        {"6.1 both", with("Transfer-Encoding: chunked\r\nContent-Length: 1"), 400},
        {"6.1 both", with("Content-Length: 1\r\nTransfer-Encoding: chunked"), 400},
        {"6.1 not implemented", with("Transfer-Encoding: gzip, chunked"), 501},
        {"6.1 not implemented", with("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"), 501},
        {"6.1 chunked twice", with("Transfer-Encoding: chunked, chunked"), 400},
        {"6.1 chunked twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
         400},
        {"6.3 not last", with("Transfer-Encoding: chunked, gzip"), 400},
        {"6.3 not last", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"), 400},
        {"6.3 not there", with("Transfer-Encoding: gzip"), 400},
        {"6.3 not there", with("Transfer-Encoding: identity"), 400},
        {"6.3 empty", with("Transfer-Encoding:"), 400},
        {"6.3 almost", with("Transfer-Encoding: xchunked"), 400},
        {"6.3 almost", with("Transfer-Encoding: \"chunked\""), 400},
        {"6.3 empty element", with("Transfer-Encoding: chunked,"), 400},
        {"7.1 parameter", with("Transfer-Encoding: chunked;a=b"), 400},
        {"6.1 in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked", 400},
        {"5.1 hidden by a space", with("Transfer-Encoding : chunked"), 400},
        {"5.5 hidden by a control",
         with("Transfer-Encoding: \x0b"
              "chunked"),
         400},
    });
}

TEST_CASE("the framing is handed on") {
    CHECK(parsed(with("Content-Length: 0012")).framing() == body_framing::length);
    CHECK(parsed(with("Content-Length: 0012")).content_length() == 12);
    CHECK(parsed(with("Transfer-Encoding: Chunked")).framing() == body_framing::chunked);
    CHECK(parsed(with("Transfer-Encoding: Chunked")).content_length() == 0);
    CHECK(parsed(with("A: b")).framing() == body_framing::none);
}

TEST_CASE("a connection is kept as RFC 9112 section 9.3 says") {
    auto kept = [](const std::string& rest) { return parsed("GET / HTTP/1." + rest).keep_alive(); };
    CHECK(kept("1\r\nHost: h"));
    CHECK_FALSE(kept("1\r\nHost: h\r\nConnection: close"));
    CHECK_FALSE(kept("1\r\nHost: h\r\nConnection: x\r\nconnection: y, Close"));
    CHECK(kept("1\r\nHost: h\r\nConnection: keep-alive"));
    CHECK(kept("1\r\nHost: h\r\nConnection: closed"));
    CHECK_FALSE(kept("0"));
    CHECK(kept("0\r\nConnection: Keep-Alive"));
    CHECK_FALSE(kept("0\r\nConnection: keep-alive, close"));
    CHECK_FALSE(kept("0\r\nConnection: x"));
}

TEST_CASE("an expectation is RFC 9110 section 10.1.1") {
    CHECK(parsed(with("Expect: 100-continue")).expect_continue());
    CHECK(parsed(with("Expect: 100-Continue")).expect_continue());
    CHECK_FALSE(parsed("POST / HTTP/1.0\r\nExpect: 100-continue").expect_continue());
    CHECK_FALSE(parsed("POST / HTTP/1.0\r\nExpect: other").expect_continue());
    CHECK(refusal(with("Expect: other")) == 417);
    CHECK(refusal(with("Expect: 100-continue, other")) == 417);
    CHECK(refusal(with("Expect: 100-continue\r\nExpect: other")) == 417);
}

TEST_CASE("the limits of a head can be set") {
    head_limits limits;
    limits.max_fields = 2;
    CHECK(refusal(with("A: b"), limits) == 0);
    CHECK(refusal(with("A: b\r\nC: d"), limits) == 431);

    limits = {};
    limits.max_target = 10;
    CHECK(refusal("GET /123456789 HTTP/1.0", limits) == 0);
    CHECK(refusal("GET /1234567890 HTTP/1.0", limits) == 414);
    CHECK(refusal("GET /1234567890", limits) == 414);

    limits = {};
    limits.max_head = 29;
    CHECK(refusal("GET / HTTP/1.0\r\nA: 1234567890", limits) == 0);
    CHECK(refusal("GET / HTTP/1.0\r\nA: 12345678901", limits) == 431);
    CHECK(refusal("GET /12345678901234567890 HTTP/1.0", limits) == 414);

    limits = {};
    limits.obs_text_in_target = true;
    CHECK(parsed("GET /\xc3\xa9 HTTP/1.0", limits).path() == "/\xc3\xa9");
}

TEST_CASE("the limits of a head are there from the start") {
    std::string fields;
    for (int i = 0; i < 99; ++i)
        fields += "A: b\r\n";
    CHECK(refusal(with(fields + "A: b")) == 431);
    CHECK(refusal(with(fields.substr(0, fields.size() - 2))) == 0);
    CHECK(refusal("GET /" + std::string(8191, 'a') + " HTTP/1.0") == 0);
    CHECK(refusal("GET /" + std::string(8192, 'a') + " HTTP/1.0") == 414);
    CHECK(refusal(with("A: " + std::string(65536, 'b'))) == 431);
}

TEST_CASE("a head cut anywhere is either refused or ends in a whole field") {
    const std::string whole =
        "POST http://h:80/a%20b?c HTTP/1.1\r\nHost: h\r\nContent-Length: 12\r\n"
        "Connection: close\r\nExpect: 100-continue\r\nX: y";
    const std::size_t host_end = whole.find("Host: h") + 7;
    REQUIRE(refusal(whole) == 0);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::string head = whole.substr(0, size);
        CAPTURE(head);
        const int status = refusal(head);
        if (size < whole.find("Host:") + 5)
            CHECK(status == 400);
        else if (size < host_end || head.back() == '\r' || head.back() == '\n')
            CHECK((status == 400 || head.substr(head.rfind('\n') + 1, 5) == "Host:"));
        else if (head.find(':', head.rfind('\n')) == std::string::npos)
            CHECK(status == 400);
    }
}

TEST_CASE("no byte anywhere makes the parser fall") {
    const std::string whole =
        "GET http://h/a%20b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked";
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string head = whole;
            head[at] = static_cast<char>(byte);
            auto result = parse_request_head(head);
            if (auto* accepted = std::get_if<request_head>(&result))
                CHECK(accepted->headers().size() == 2);
        }
    }
}
