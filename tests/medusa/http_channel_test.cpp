#include "medusa/producers.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using Catch::Contains;
using namespace std::chrono_literals;
using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

// Answers with what was asked: "METHOD /path?query body".
void mirror(const request_ptr& request) {
    request->push(request->method());
    request->push(" ");
    request->push(request->path());
    if (!request->query().empty()) request->push("?" + std::string(request->query()));
    request->push(" " + request->body());
    request->done();
}

struct mirror_web : web {
    mirror_web() { install("/", mirror); }
};

// Gives a text in pieces of three bytes.
struct by_threes : asynchat::producer {
    explicit by_threes(std::string all) : text(std::move(all)) {}
    std::string more() override {
        std::string piece = text.substr(0, 3);
        text.erase(0, piece.size());
        return piece;
    }
    std::string text;
};

const std::string get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

} // namespace

TEST_CASE("a request gets its answer and the connection stays", "[http_channel]") {
    mirror_web it;
    const auto client = it.client();
    for (int i = 0; i < 3; ++i) {
        client->say("GET /a%20b?q=1 HTTP/1.1\r\nHost: x\r\n\r\n");
        client->hear("GET /a b?q=1 ");
        CHECK_THAT(client->heard(),
                   Catch::StartsWith("HTTP/1.1 200 OK\r\nServer: medusa\r\nDate: ") &&
                       Contains("\r\nContent-Length: 13\r\n") && !Contains("Connection:"));
    }
    CHECK_FALSE(client->finished);
}

TEST_CASE("a request with a body is understood however it is cut", "[http_channel]") {
    for (const std::string text :
         {"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel\r\n",
          "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
          "3;ext=1\r\nhel\r\n2\r\n\r\n\r\n0\r\nTrailer: t\r\n\r\n"}) {
        mirror_web it;
        const auto client = it.client();
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            client->say(text.substr(0, cut));
            it.settle();
            client->say(text.substr(cut) + get);
            client->hear("GET /a ");
            CHECK_THAT(client->heard(), Contains("POST /x hel\r\nHTTP/1.1 200"));
        }
    }
}

TEST_CASE("pipelined requests are answered in order even when answers come late",
          "[http_channel]") {
    web it;
    std::vector<request_ptr> waiting;
    it.install("/", [&](const request_ptr& request) {
        if (request->path() == "/late")
            waiting.push_back(request);
        else
            mirror(request);
    });
    const auto client = it.client();
    client->say("GET /late HTTP/1.1\r\nHost: x\r\n\r\n" + get + get);
    wait_until([&] { return waiting.size() == 1; }, 5s, "the late request arrived", it.map);
    it.settle();
    CHECK(client->received.empty());
    waiting[0]->push("late answer");
    waiting[0]->done();
    client->hear("GET /a ");
    it.settle();
    const std::string all = client->heard();
    CHECK(all.find("late answer") < all.find("GET /a "));
    CHECK(all.find("GET /a ") != all.rfind("GET /a "));
}

TEST_CASE("other clients are served while one waits for a late answer", "[http_channel]") {
    web it;
    std::vector<request_ptr> waiting;
    it.install("/", mirror);
    it.install("/late", [&](const request_ptr& request) { waiting.push_back(request); });
    const auto slow = it.client();
    slow->say("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK_THAT(it.get("/now"), Contains("GET /now"));
    CHECK(waiting.size() == 1);
}

TEST_CASE("a client that leaves before its answer is noticed", "[http_channel]") {
    web it;
    request_ptr waiting;
    bool left = false;
    it.install("/late", [&](const request_ptr& request) {
        waiting = request;
        request->set_endless();
        request->on_close([&] { left = true; });
    });
    const auto client = it.client();
    client->say("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
    wait_until([&] { return waiting != nullptr; }, 5s, "the request arrived", it.map);
    client->close();
    wait_until([&] { return left; }, 5s, "the handler heard of it", it.map);
    CHECK(waiting->gone());
    waiting->push("too late");
    waiting->done(); // harmless
}

TEST_CASE("a client that half-closes still gets its late answer and the end", "[http_channel]") {
    web it;
    request_ptr waiting;
    it.install("/late", [&](const request_ptr& request) { waiting = request; });
    it.install("/now", mirror);
    const auto client = it.client();
    client->say("GET /late HTTP/1.1\r\nHost: x\r\n\r\nGET /now HTTP/1.1\r\nHost: x\r\n\r\n");
    client->half_close();
    wait_until([&] { return waiting != nullptr; }, 5s, "the request arrived", it.map);
    it.settle();
    waiting->push("late");
    waiting->done();
    client->hear_the_end();
    CHECK_THAT(client->received, Contains("late") && Contains("GET /now"));
}

TEST_CASE("a client that leaves inside a request is let go wherever it leaves", "[http_channel]") {
    mirror_web it;
    const std::string text = "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        CAPTURE(text.substr(0, cut));
        const auto client = it.client();
        it.settle();
        const std::size_t channels = it.map.size();
        client->say(text.substr(0, cut));
        client->half_close();
        client->hear_the_end();
        client->close();
        it.settle();
        CHECK(it.map.size() == channels - 2);
    }
}

TEST_CASE("a client that half-closes gets a long last answer whole", "[http_channel]") {
    web it;
    const std::string much(3'000'000, 'm');
    it.install("/", [&](const request_ptr& request) {
        request->push(much);
        request->done();
    });
    const auto client = it.client();
    client->listens = false;
    client->interest_changed();
    client->say("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    it.settle();
    client->half_close();
    it.settle();
    client->listens = true;
    client->interest_changed();
    client->hear_the_end();
    CHECK(body_of(client->received) == much);
}

TEST_CASE("a request that waits when its map is closed is told so", "[http_channel]") {
    web it;
    request_ptr waiting;
    bool left = false;
    it.install("/", [&](const request_ptr& request) {
        waiting = request;
        request->on_close([&] { left = true; });
    });
    const auto client = it.client();
    client->say(get);
    wait_until([&] { return waiting != nullptr; }, 5s, "the request arrived", it.map);
    it.map.close_all();
    CHECK(left);
    waiting->error(500); // harmless
}

TEST_CASE("HEAD has the head of GET and no body", "[http_channel]") {
    mirror_web it;
    const std::string head = it.get("/abc", "", "HEAD");
    CHECK_THAT(head, Contains("Content-Length: 10\r\n") && Catch::EndsWith("\r\n\r\n"));
}

TEST_CASE("a producer without a length is sent in chunks or until the end", "[http_channel]") {
    web it;
    it.install("/", [](const request_ptr& request) {
        request->push("start,");
        request->push(std::make_unique<by_threes>("abcdefg"));
        request->done();
    });
    const std::string chunked = it.get("/");
    CHECK_THAT(chunked, Contains("Transfer-Encoding: chunked\r\n") && !Contains("Content-Length"));
    CHECK(body_of(chunked) == "6\r\nstart,\r\n3\r\nabc\r\n3\r\ndef\r\n1\r\ng\r\n0\r\n\r\n");
    const std::string old = it.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK_THAT(old, Contains("Connection: close\r\n") && !Contains("chunked"));
    CHECK(body_of(old) == "start,abcdefg");
    const std::string head = it.get("/", "", "HEAD");
    CHECK_THAT(head, Contains("Transfer-Encoding: chunked\r\n"));
    CHECK(body_of(head).empty());
}

TEST_CASE("the connection is kept or closed as the version and the field ask", "[http_channel]") {
    mirror_web it;
    CHECK_THAT(it.ask("GET / HTTP/1.0\r\n\r\n"), Contains("Connection: close\r\n"));
    CHECK_THAT(it.ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: x, Close\r\n\r\n"),
               Contains("Connection: close\r\n"));
    const auto old = it.client();
    old->say("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    old->hear("Connection: keep-alive\r\n");
    it.settle();
    CHECK_FALSE(old->finished);
}

TEST_CASE("answers without a body have none", "[http_channel]") {
    web it;
    it.install("/", [](const request_ptr& request) {
        request->reply_code(std::stoi(request->path().substr(1)));
        request->push("must not be seen");
        request->done();
    });
    for (const char* code : {"/204", "/304"}) {
        const std::string answer = it.get(code);
        CHECK(body_of(answer).empty());
        CHECK_THAT(answer, !Contains("Content-Length") && !Contains("Transfer-Encoding"));
    }
}

TEST_CASE("a client that expects 100-continue is told to go on or refused", "[http_channel]") {
    mirror_web it;
    const auto client = it.client();
    client->say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    client->hear("HTTP/1.1 100 Continue\r\n\r\n");
    client->say("abc");
    client->hear("POST / abc");
    const std::string refused = it.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n"
                                       "Expect: 100-continue\r\n\r\n");
    CHECK(status_of(refused) == 413);
    CHECK_THAT(refused, !Contains("100 Continue"));
}

TEST_CASE("a body longer than the handler takes is refused and the answer seen", "[http_channel]") {
    web it;
    it.install("/", mirror)->body_limit = 10;
    CHECK(status_of(it.get("/", "", "POST", std::string(10, 'x'))) == 200);
    // More than the socket's buffers hold: the client is still sending when it is refused.
    const std::string answer = it.get("/", "", "POST", std::string(8'000'000, 'x'));
    CHECK(status_of(answer) == 413);
    CHECK_THAT(answer, Contains("Connection: close\r\n"));
    CHECK(status_of(it.ask("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "9\r\n123456789\r\n2\r\n12\r\n0\r\n\r\n")) == 413);
}

TEST_CASE("what is no HTTP is answered with 400 and the end", "[http_channel]") {
    mirror_web it;
    for (const std::string text :
         {"GARBAGE\r\n\r\n", "GET / HTTP/1.1\n\n", "\x16\x03\x01 hello", "\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nBad : field\r\n\r\n"}) {
        CAPTURE(text);
        const std::string answer = it.ask(text);
        CHECK(status_of(answer) == 400);
        CHECK_THAT(answer, Contains("Connection: close\r\n"));
    }
    CHECK(status_of(it.ask("GET / HTTP/2.0\r\nHost: x\r\n\r\n")) == 505);
    CHECK(status_of(it.ask("GET /" + std::string(100000, 'a'))) == 414);
    CHECK(status_of(it.ask("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(100000, 'a'))) == 431);
    CHECK_THAT(it.get("/alive"), Contains("GET /alive"));
}

TEST_CASE("a body that no one wants is dropped and the connection stays", "[http_channel]") {
    web it;
    it.install("/", [](const auto& request) {
        request->push("hello");
        request->done();
    });
    const auto answer_after = [&](const std::string& framing, const std::string& body) {
        const auto client = it.client();
        client->say("POST / HTTP/1.1\r\nHost: evil.example\r\n" + framing + "\r\n");
        client->hear("</body>");
        CHECK(status_of(client->heard()) == 403);
        for (const char each : body) {
            client->say(std::string(1, each));
            it.settle();
        }
        client->say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        client->hear("hello");
        return status_of(client->heard());
    };
    CHECK(answer_after("Content-Length: 5\r\n", "GET /") == 200);
    CHECK(answer_after("Transfer-Encoding: chunked\r\n", "3;a=b\r\nGET\r\n0\r\nA: b\r\n\r\n") ==
          200);
}

TEST_CASE("a body that no one wants and that is none ends the connection without a word more",
          "[http_channel]") {
    for (const std::string body : {"x\r\n", "ffffff\r\n", "5\r\nhello!!"}) {
        web it;
        const auto client = it.client();
        client->say("POST /none HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body +
                    "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        client->hear_the_end();
        CAPTURE(body, client->received);
        CHECK(status_of(client->received) == 404);
        CHECK(client->received.find("HTTP/1.1", 1) == std::string::npos);
    }
}

TEST_CASE("a client that pipelines behind its last request sees the answer to it whole",
          "[http_channel]") {
    web it;
    const std::string text(3'000'000, 'a');
    it.install("/", [&](const auto& request) {
        request->push(text);
        request->done();
    });
    const auto client = it.client();
    std::string all = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for (int i = 0; i < 20'000; ++i) // more than one read takes
        all += "GET /again HTTP/1.1\r\nHost: x\r\n\r\n";
    client->say(all);
    client->hear_the_end();
    CHECK(body_of(client->received) == text);
    CHECK(it.server->counters.requests == 1);
}

TEST_CASE("nothing after a refused request is looked at", "[http_channel]") {
    web it;
    int calls = 0;
    it.install("/", [&](const request_ptr& request) {
        ++calls;
        mirror(request);
    });
    const std::string answer = it.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                                      "Content-Length: 2\r\n\r\nx" +
                                      get);
    CHECK(status_of(answer) == 400);
    CHECK(calls == 0);
}

TEST_CASE("a handler that throws is a 500 and the server lives on", "[http_channel]") {
    asyncore::set_log_sink([](asyncore::log_level, std::string_view) {});
    web it;
    it.install("/", mirror);
    it.install("/bad", [](const request_ptr&) { throw std::runtime_error("no"); });
    CHECK(status_of(it.get("/bad")) == 500);
    CHECK(status_of(it.get("/good")) == 200);
    asyncore::set_log_sink({});
}

TEST_CASE("no handler is a 404 and OPTIONS of the server itself an answer", "[http_channel]") {
    web it;
    CHECK(status_of(it.get("/nowhere")) == 404);
    CHECK(status_of(it.get("/nowhere", "", "POST", "body")) == 404);
    const std::string options = it.get("*", "", "OPTIONS");
    CHECK(status_of(options) == 204);
    CHECK_THAT(options, Contains("Allow: "));
}

TEST_CASE("handlers installed later are asked first unless put at the back", "[http_server]") {
    web it;
    const auto text = [](const char* what) {
        return [what](const request_ptr& request) {
            request->push(what);
            request->done();
        };
    };
    it.install("/", text("first"));
    const auto second = it.install("/", text("second"));
    it.server->install_handler(std::make_shared<function_handler>("/", text("back")), true);
    CHECK(body_of(it.get("/")) == "second");
    it.server->remove_handler(second);
    CHECK(body_of(it.get("/")) == "first");
}

TEST_CASE("what a foreign page makes a browser send is refused on every path", "[origin_guard]") {
    mirror_web it;
    CHECK(status_of(it.get("/", "Origin: http://evil.example\r\n")) == 403);
    CHECK(status_of(it.get("/", "Origin: null\r\n")) == 403);
    CHECK(status_of(it.get("/", "Origin: http://localhost:81\r\n")) == 403);
    CHECK(status_of(it.get("/", "Sec-Fetch-Site: cross-site\r\n")) == 403);
    CHECK(status_of(it.get("/nowhere", "Sec-Fetch-Site: cross-site\r\n", "POST", "x")) == 403);
    CHECK(status_of(it.get("/", "Origin: http://localhost\r\n")) == 200);
    CHECK(status_of(it.get("/", "Origin: https://LOCALHOST:443\r\n")) == 200);
    CHECK(status_of(it.get("/", "Sec-Fetch-Site: same-origin\r\n")) == 200);
    it.server->origin_guard.on = false;
    CHECK(status_of(it.get("/", "Origin: http://evil.example\r\n")) == 200);
}

TEST_CASE("a client that reads nothing is sent no more than a bound", "[http_channel]") {
    web it;
    int calls = 0;
    const std::string much(50'000, 'm');
    it.install("/", [&](const request_ptr& request) {
        ++calls;
        request->push(much);
        request->done();
    });
    const auto client = it.client();
    client->listens = false;
    client->interest_changed();
    std::string many;
    for (int i = 0; i < 2000; ++i)
        many += get;
    client->say(many);
    it.settle();
    CHECK(calls < 500);
    client->listens = true;
    client->interest_changed();
    wait_until([&] { return calls == 2000; }, 20s, "all were answered", it.map);
}

TEST_CASE("a long answer is asked of its producer as the client takes it", "[http_channel]") {
    struct counting : asynchat::producer {
        explicit counting(std::size_t& count) : produced(count) {}
        std::string more() override {
            if (produced > 50'000'000) return {};
            produced += 50'000;
            return std::string(50'000, 'x');
        }
        std::size_t& produced;
    };
    web it;
    std::size_t produced = 0;
    it.install("/", [&](const request_ptr& request) {
        request->push(std::make_unique<counting>(produced));
        request->done();
    });
    const auto client = it.client();
    client->listens = false;
    client->interest_changed();
    client->say(get);
    it.settle();
    CHECK(produced > 0);
    CHECK(produced < 10'000'000);
    client->close();
    it.settle();
}
