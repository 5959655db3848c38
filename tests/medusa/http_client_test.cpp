#include "asynchat/simple_producer.hpp"
#include "medusa/http_client.hpp"
#include "tests/medusa/scripted_server.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using kind = medusa::client_error::kind;

namespace {

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

struct script {
    const char* what;
    std::string answer;
    std::string body;
    bool closes = false; // the server, behind the answer
    bool kept = false;   // the connection, afterwards
    const char* method = "GET";
};

const std::vector<script> scripts = {
    {"a length", hello, "hello", false, true},
    {"a length of nothing", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", false, true},
    {"chunks",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=\"b\"\r\nhel\r\n2\r\nlo\r\n0\r\nT: "
     "x\r\n\r\n",
     "hello", false, true},
    {"the end of the connection", "HTTP/1.1 200 OK\r\n\r\nhello", "hello", true},
    {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello"},
    {"HTTP/1.0 that keeps",
     "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello", "hello", false,
     true},
    {"close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello", "hello"},
    {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "", false, true, "HEAD"},
    {"HEAD of chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "", false, true,
     "HEAD"},
    {"204", "HTTP/1.1 204 No Content\r\n\r\n", "", false, true},
    {"304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "", false, true},
    {"1xx before it",
     "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + hello, "hello",
     false, true},
};

/// An answer that must not be believed.
struct trick {
    const char* what;
    std::string answer;
    kind error = kind::malformed;
};

const std::vector<trick> tricks = {
    {"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"},
    {"length and chunks",
     "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"a coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello"},
    {"lines that end in LF", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"},
    {"a CR on its own", "HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n"},
    {"no HTTP", "SSH-2.0-server\r\n\r\n"},
    {"HTTP/2", "HTTP/2 200\r\n\r\n"},
    {"a fold", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n"},
    {"101", "HTTP/1.1 101 Switching Protocols\r\n\r\n"},
    {"204 with a body", "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nhello"},
    {"a chunk too long",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n"},
    {"a chunk of no size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"},
    {"a chunk of a sign", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello"},
    {"a chunk beyond 63 bits",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\n"},
    {"a chunk's line that ends in LF",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n"},
    {"a bad trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno field\r\n\r\n"},
};

struct late_producer : asynchat::producer {
    std::vector<std::string> pieces;
    bool holds = true;
    bool ready() override { return !holds; }
    std::string more() override {
        if (pieces.empty()) return {};
        std::string piece = std::move(pieces.front());
        pieces.erase(pieces.begin());
        return piece;
    }
};

struct failing_producer : asynchat::producer {
    std::string more() override { throw std::runtime_error("the disk is on fire"); }
};

std::string body_sent(const peer& server) {
    return server.received.substr(server.received.find("\r\n\r\n") + 4);
}

} // namespace

TEST_CASE("every answer is understood however it is cut") {
    for (const script& each : scripts) {
        for (std::size_t cut = 0; cut <= each.answer.size(); ++cut) {
            CAPTURE(each.what, cut);
            talk with;
            with.ask({each.method, with.url("/x?y")});
            peer& server = with.hears_head();
            server.say(each.answer.substr(0, cut));
            with.settle();
            server.say(each.answer.substr(cut));
            if (each.closes) server.half_close();
            const auto& response = with.response();
            CHECK(response.body == each.body);
            CHECK(response.status() ==
                  std::stoi(each.answer.substr(each.answer.rfind("HTTP/1.") + 9, 3)));
            CHECK(with.client.idle_connections() == (each.kept ? 1 : 0));
            CHECK_FALSE(with.call.pending());
            with.client.close();
            server.hear_the_end();
        }
    }
}

TEST_CASE("an answer that ends before its end is an error wherever that is") {
    for (const script& each : scripts) {
        if (each.closes) continue; // its end is the end
        for (std::size_t cut = 0; cut < each.answer.size(); ++cut) {
            CAPTURE(each.what, cut);
            talk with;
            with.ask({each.method, with.url()});
            peer& server = with.hears_head();
            server.say(each.answer.substr(0, cut));
            server.half_close();
            CHECK(with.error().what == kind::closed);
            CHECK(with.client.idle_connections() == 0);
        }
    }
}

TEST_CASE("an answer that two readers could read in two ways is refused however it is cut") {
    for (const trick& each : tricks) {
        for (std::size_t cut = 0; cut < each.answer.size(); ++cut) {
            CAPTURE(each.what, cut);
            talk with;
            with.get();
            peer& server = with.hears_head();
            server.say(each.answer.substr(0, cut));
            with.settle();
            if (!server.finished) server.say(each.answer.substr(cut));
            CHECK(with.error().what == each.error);
            CHECK(with.error().sentence.starts_with("GET http://127.0.0.1:"));
            server.hear_the_end();
        }
    }
}

TEST_CASE("a request says what it must and what was set") {
    talk with;
    medusa::client_request request("GET", with.url("/a%20b?c"));
    request.headers().set("X-One", "1");
    request.set_basic_auth("ann", "secret");
    with.ask(std::move(request));
    CHECK(
        with.hears_head().received ==
        "GET /a%20b?c HTTP/1.1\r\nHost: " + with.server->addr().to_string() +
            "\r\nUser-Agent: medusa\r\nX-One: 1\r\nAuthorization: Basic YW5uOnNlY3JldA==\r\n\r\n");
}

TEST_CASE("what the caller must not set is refused before anything is sent") {
    talk with;
    for (const char* const name : {"Content-Length", "transfer-encoding", "Connection", "Expect"}) {
        medusa::client_request request("GET", with.url());
        request.headers().set(name, "1");
        CHECK_THROWS_AS(with.client.send(std::move(request), with.remember()),
                        std::invalid_argument);
    }
    CHECK_THROWS_AS(medusa::client_request("GET /x HTTP/1.1\r\n", "http://a/"),
                    std::invalid_argument);
    CHECK_THROWS_AS(medusa::client_request("CONNECT", "http://a/"), std::invalid_argument);
    CHECK_THROWS_AS(with.client.send({"GET", "https://localhost/"}, with.remember()),
                    std::invalid_argument);
    CHECK_THROWS_AS(with.client.send({"GET", with.url()}, nullptr), std::invalid_argument);
    medusa::client_request request("GET", with.url());
    CHECK_THROWS_AS(request.headers().set("X", "a\r\nb"), std::invalid_argument);
    CHECK_THROWS_AS(request.set_basic_auth("a:b", "c"), std::invalid_argument);
    with.settle();
    CHECK(with.server->peers.empty());
}

TEST_CASE("a body is sent as a string, in chunks, or with the length of a producer") {
    talk with;
    medusa::client_request text("POST", with.url());
    text.set_body("some=form");
    with.ask(std::move(text));
    peer& server = with.hears_head();
    server.hear("some=form");
    CHECK(server.received.find("\r\nContent-Length: 9\r\n") != std::string::npos);
    server.heard();
    server.say(hello);
    with.response(0);

    medusa::client_request chunks("POST", with.url());
    chunks.set_body(std::make_unique<asynchat::simple_producer>("abcdef", 4));
    with.ask(std::move(chunks));
    server.hear("\r\nTransfer-Encoding: chunked\r\n");
    server.hear("4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n");
    server.heard();
    server.say(hello);
    with.response(1);

    medusa::client_request measured("PUT", with.url());
    measured.set_body(std::make_unique<asynchat::simple_producer>("abcdef", 4), 6);
    with.ask(std::move(measured));
    server.hear("\r\nContent-Length: 6\r\n");
    server.hear("abcdef");
    server.heard();
    server.say(hello);
    with.response(2);

    with.ask({"POST", with.url()});
    server.hear("\r\nContent-Length: 0\r\n");
    CHECK(with.server->peers.size() == 1);
}

TEST_CASE("a large body is paced by the server") {
    talk with;
    const std::string large(8'000'000, 'x');
    medusa::client_request request("PUT", with.url());
    request.set_body(large);
    with.ask(std::move(request));
    with.until([&] { return with.server->peers.size() == 1; }, "a connection");
    peer& server = *with.server->peers[0];
    server.listens = false;
    server.interest_changed();
    with.settle();
    server.listens = true;
    server.interest_changed();
    with.until([&] { return server.received.size() > large.size() && body_sent(server) == large; },
               "the body");
    server.say(hello);
    CHECK(with.response().body == "hello");
}

TEST_CASE("a producer of a body that gives more or less than was said ends the call") {
    for (const std::uint64_t said : {5U, 7U}) {
        talk with;
        medusa::client_request request("PUT", with.url());
        request.set_body(std::make_unique<asynchat::simple_producer>("abcdef", 4), said);
        with.ask(std::move(request));
        CHECK(with.error().what == kind::request);
        CHECK(with.error().sentence.find(said < 6 ? "longer" : "shorter") != std::string::npos);
    }
    talk with;
    medusa::client_request request("PUT", with.url());
    request.set_body(std::make_unique<failing_producer>());
    with.ask(std::move(request));
    CHECK(with.error().sentence.find("the disk is on fire") != std::string::npos);
}

TEST_CASE("a body that is not ready is sent when resume_output says so") {
    talk with;
    auto body = std::make_unique<late_producer>();
    late_producer& late = *body;
    late.pieces = {"now"};
    medusa::client_request request("PUT", with.url());
    request.set_body(std::move(body), 3);
    with.ask(std::move(request));
    peer& server = with.hears_head();
    with.settle();
    CHECK(body_sent(server).empty());
    late.holds = false;
    with.call.resume_output();
    server.hear("now");
    server.say(hello);
    CHECK(with.response().status() == 200);
}

TEST_CASE("with Expect the body waits for 100 Continue, or for continue_time") {
    const auto request = [](const talk& with) {
        medusa::client_request made("POST", with.url());
        made.set_body("the body");
        made.expect_continue = true;
        return made;
    };
    {
        talk with;
        with.client.limits().continue_time = 20s;
        with.ask(request(with));
        peer& server = with.hears_head();
        server.hear("Expect: 100-continue\r\n");
        with.settle();
        CHECK(body_sent(server).empty());
        server.say("HTTP/1.1 100 Continue\r\n\r\n");
        server.hear("the body");
        server.say(hello);
        CHECK(with.response().body == "hello");
        CHECK(with.client.idle_connections() == 1);
    }
    {
        talk with;
        with.client.limits().continue_time = 10ms;
        with.ask(request(with));
        with.hears_head().hear("the body");
    }
    {
        talk with;
        with.client.limits().continue_time = 20s;
        with.ask(request(with));
        peer& server = with.hears_head();
        server.say("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        CHECK(with.response().status() == 413);
        server.hear_the_end(); // it still waits for a body on this connection
        CHECK(body_sent(server).empty());
    }
}

TEST_CASE("a connection is used again, and several are made for requests at once") {
    talk with;
    with.get("/1");
    with.hears_head(0).say(hello);
    with.response(0);
    with.server->peers[0]->heard();
    with.get("/2");
    CHECK(with.hears_head(0).received.starts_with("GET /2 "));
    with.server->peers[0]->say(hello);
    with.response(1);
    CHECK(with.server->peers.size() == 1);

    with.server->peers[0]->heard();
    auto first = with.client.send({"GET", with.url("/3")}, with.remember());
    auto second = with.client.send({"GET", with.url("/4")}, with.remember());
    with.hears_head(0).say(hello);
    with.hears_head(1).say(hello);
    with.response(3);
    CHECK(with.client.idle_connections() == 2);
    with.client.close();
    CHECK(with.client.idle_connections() == 0);
    with.server->peers[0]->hear_the_end();
    with.server->peers[1]->hear_the_end();
}

TEST_CASE("requests past max_connections wait for one, in order") {
    talk with;
    with.client.limits().max_connections = 1;
    with.client.limits().max_waiting = 3;
    std::vector<medusa::client_call> calls;
    for (const char* const target : {"/1", "/2", "/3", "/4"})
        calls.push_back(with.client.send({"GET", with.url(target)}, with.remember()));
    CHECK_THROWS_AS(with.client.send({"GET", with.url("/5")}, with.remember()), std::length_error);
    calls[2].cancel();
    for (const char* const target : {"/1", "/2", "/4"}) {
        peer& server = with.hears_head(0);
        CHECK(server.heard().starts_with("GET " + std::string(target)));
        server.say(hello);
        const std::size_t so_far = with.answers.size();
        with.response(so_far);
    }
    CHECK(with.server->peers.size() == 1);
    CHECK(with.answers.size() == 3);
}

TEST_CASE("one that waits gets a new connection when the one in use is closed") {
    talk with;
    with.client.limits().max_connections = 1;
    auto first = with.client.send({"GET", with.url("/1")}, with.remember());
    auto second = with.client.send({"GET", with.url("/2")}, with.remember());
    with.hears_head(0).say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    CHECK(with.hears_head(1).received.starts_with("GET /2 "));
    first = {};
    with.server->peers[1]->say(hello);
    CHECK(with.response(1).body == "hello");
}

TEST_CASE("a kept connection that the server has closed is not used") {
    talk with;
    with.get();
    with.hears_head(0).say(hello);
    with.response(0);
    with.server->peers[0]->close(); // and the client has not looked yet
    with.get("/again");
    with.hears_head(1).say(hello);
    CHECK(with.response(1).body == "hello");
}

TEST_CASE("an idempotent request is sent once more when a kept connection ends before any answer") {
    for (const char* const method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "POST", "PATCH"}) {
        CAPTURE(method);
        talk with;
        with.get();
        with.hears_head(0).say(hello);
        with.response(0);
        with.server->peers[0]->heard();
        medusa::client_request request(method, with.url("/again"));
        if (std::string(method) == "PUT") request.set_body("text");
        with.ask(std::move(request));
        with.hears_head(0).close(); // it has read the request
        if (std::string(method).starts_with("P") && std::string(method) != "PUT") {
            CHECK(with.error(1).what == kind::closed);
            continue;
        }
        peer& second = with.hears_head(1);
        CHECK(second.received.starts_with(std::string(method) + " /again "));
        second.close(); // not a third time
        CHECK(with.error(1).what == kind::closed);
    }
}

TEST_CASE("a request is not sent once more after a byte of its answer, nor on a new connection") {
    talk with;
    with.get();
    with.hears_head(0).say(hello);
    with.response(0);
    with.server->peers[0]->heard();
    with.get("/again");
    with.hears_head(0).say("H");
    with.settle();
    with.server->peers[0]->close();
    CHECK(with.error(1).what == kind::closed);

    with.get("/new");
    with.hears_head(1).close();
    CHECK(with.error(2).what == kind::closed);
    CHECK(with.server->peers.size() == 2);
}

TEST_CASE("what comes behind an answer is never the answer to the next request") {
    {
        talk with; // in the same piece
        with.get();
        with.hears_head(0).say(hello + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        CHECK(with.response(0).body == "hello");
        CHECK(with.client.idle_connections() == 0);
    }
    {
        talk with; // in the same piece, and the next request is sent by who gets the answer
        with.call = with.client.send({"GET", with.url()}, [&](medusa::http_answer answer) {
            with.remember()(std::move(answer));
            with.get("/next");
        });
        with.hears_head(0).say(hello + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        with.hears_head(1).say(hello);
        CHECK(with.response(1).body == "hello");
    }
    {
        talk with; // in the same piece, and another request waits for the connection
        with.client.limits().max_connections = 1;
        auto first = with.client.send({"GET", with.url()}, with.remember());
        auto second = with.client.send({"GET", with.url()}, with.remember());
        with.hears_head(0).say(hello + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        with.hears_head(1).say(hello);
        CHECK(with.response(1).body == "hello");
    }
    {
        talk with; // while nothing is asked, not yet seen
        with.get();
        with.hears_head(0).say(hello);
        with.response(0);
        with.server->peers[0]->say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        with.get("/again");
        with.hears_head(1).say(hello);
        CHECK(with.response(1).body == "hello");
    }
    {
        talk with; // and seen
        with.get();
        with.hears_head(0).say(hello);
        with.response(0);
        with.server->peers[0]->say("x");
        with.server->peers[0]->hear_the_end();
        CHECK(with.client.idle_connections() == 0);
    }
}

TEST_CASE("a body is given in pieces when it is asked for so, past max_body, too") {
    talk with;
    with.client.limits().max_body = 3;
    std::string gathered;
    int status = 0;
    medusa::client_request request("GET", with.url());
    request.on_head = [&](const medusa::response_head& head) { status = head.status(); };
    request.on_data = [&](std::string_view data) { gathered.append(data); };
    with.ask(std::move(request));
    peer& server = with.hears_head();
    server.say("HTTP/1.1 201 Created\r\nContent-Length: 6\r\n\r\nabc");
    with.until([&] { return gathered == "abc"; }, "a piece");
    CHECK(status == 201);
    CHECK(with.answers.empty());
    server.say("def");
    CHECK(with.response().body.empty());
    CHECK(gathered == "abcdef");
}

TEST_CASE("a call that is paused reads no further and goes on when resumed") {
    for (const bool until_close : {false, true}) {
        talk with;
        with.client.limits().idle_time = 50ms;
        std::size_t gathered = 0;
        medusa::client_request request("GET", with.url());
        request.on_data = [&](std::string_view data) {
            if (gathered == 0) with.call.pause();
            gathered += data.size();
        };
        with.ask(std::move(request));
        peer& server = with.hears_head();
        const std::string large(4'000'000, 'x');
        server.say(until_close ? "HTTP/1.1 200 OK\r\n\r\n"
                               : "HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n");
        server.say(large);
        with.until([&] { return gathered > 0; }, "a piece");
        bool waited = false;
        const auto later = asyncore::call_later(
            150ms, [&] { waited = true; }, with.map);
        with.until([&] { return waited; }, "more than the idle time");
        CHECK(gathered < 1'000'000);
        CHECK(with.answers.empty());
        with.call.resume();
        if (until_close) {
            with.until([&] { return gathered == large.size(); }, "all of it");
            server.half_close();
        }
        with.response();
        CHECK(gathered == large.size());
    }
}

TEST_CASE("a short body until the end that comes while paused is given when resumed") {
    talk with;
    std::string gathered;
    medusa::client_request request("GET", with.url());
    request.on_data = [&](std::string_view data) {
        if (gathered.empty()) with.call.pause();
        gathered.append(data);
    };
    with.ask(std::move(request));
    peer& server = with.hears_head();
    server.say("HTTP/1.1 200 OK\r\n\r\na");
    with.until([&] { return !gathered.empty(); }, "a piece");
    server.say("bc");
    server.half_close();
    with.settle();
    CHECK(gathered == "a");
    CHECK(with.answers.empty());
    with.call.resume();
    with.response();
    CHECK(gathered == "abc");
}

TEST_CASE("an answer past its limits is an error") {
    {
        talk with;
        with.client.limits().max_head = 100;
        with.get();
        with.hears_head().say("HTTP/1.1 200 OK\r\nA: " + std::string(200, 'x'));
        CHECK(with.error().what == kind::too_large);
    }
    {
        talk with;
        with.client.limits().max_body = 4;
        with.get();
        with.hears_head().say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        CHECK(with.error().what == kind::too_large);
    }
    {
        talk with;
        with.client.limits().max_body = 4;
        with.get();
        with.hears_head().say("HTTP/1.1 200 OK\r\n\r\nhello");
        CHECK(with.error().what == kind::too_large);
    }
    {
        talk with;
        with.client.limits().max_body = 4;
        with.get();
        with.hears_head().say(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\n");
        CHECK(with.error().what == kind::too_large);
    }
    {
        talk with;
        with.get();
        std::string much;
        for (int i = 0; i < 200; ++i)
            much += "HTTP/1.1 102 Processing\r\n\r\n";
        with.hears_head().say(much);
        CHECK(with.error().what == kind::malformed);
    }
}

TEST_CASE("a server that is silent, or nobody, is an error in time") {
    {
        talk with;
        with.client.limits().idle_time = 30ms;
        with.get();
        with.hears_head();
        CHECK(with.error().what == kind::timeout);
    }
    {
        talk with; // one that trickles
        with.client.limits().total_time = 100ms;
        with.get();
        peer& server = with.hears_head();
        server.say("HTTP/1.1 200 OK\r\n\r\n");
        asyncore::timer tick;
        const std::function<void()> trickle = [&] {
            if (server.finished) return;
            server.say("x");
            tick = asyncore::call_later(5ms, trickle, with.map);
        };
        trickle();
        CHECK(with.error().what == kind::timeout);
    }
    {
        talk with;
        const std::string nobody = with.url();
        with.server->close();
        with.ask({"GET", nobody});
        CHECK(with.error().what == kind::connect);
        CHECK(with.error().sentence.find("Connection refused") != std::string::npos);
    }
    {
        talk with;
        with.ask({"GET", "http://nowhere.invalid/"});
        CHECK(with.error().what == kind::resolve);
    }
}

TEST_CASE("loop() gives the error of a call that never got a connection, and then ends") {
    asyncore::socket_map map;
    medusa::http_client client(map);
    std::string sentence;
    const auto call =
        client.send({"GET", "unix:///nowhere/at.all"}, [&](medusa::http_answer answer) {
            sentence = std::get<medusa::client_error>(answer).sentence;
        });
    CHECK(sentence.empty()); // never before send() returns
    asyncore::loop({}, map);
    CHECK(sentence.find("No such file") != std::string::npos);
}

TEST_CASE("a Unix socket is asked like any other") {
    const temp_dir folder;
    talk with(asyncore::address::unix_path(folder / "s"));
    medusa::client_request request("POST", "unix://" + (folder / "s"));
    request.url().set_target("/RPC2");
    request.set_body("x");
    with.ask(std::move(request));
    peer& server = with.hears_head();
    CHECK(server.received.starts_with("POST /RPC2 HTTP/1.1\r\nHost: localhost\r\n"));
    server.say(hello);
    CHECK(with.response().body == "hello");
    with.ask({"GET", "unix://" + (folder / "s")});
    server.heard();
    with.hears_head(0).say(hello);
    with.response(1);
    CHECK(with.server->peers.size() == 1);
}

TEST_CASE("a call that is cancelled calls nothing and closes its connection") {
    talk with;
    with.get(); // before anything
    with.call.cancel();
    with.settle();
    with.get(); // in the middle of the answer
    peer& server = with.hears_head(with.server->peers.size());
    server.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
    with.settle();
    with.call = {};
    server.hear_the_end();
    CHECK(with.answers.empty());
}

TEST_CASE("a call may be cancelled, and another sent, from within its own functions") {
    talk with;
    medusa::client_request request("GET", with.url());
    request.on_data = [&](std::string_view) { with.call = {}; };
    with.ask(std::move(request));
    peer& server = with.hears_head();
    server.say(hello);
    server.hear_the_end();
    CHECK(with.answers.empty());

    medusa::client_request other("GET", with.url());
    other.on_head = [&](const medusa::response_head&) { with.get("/third"); };
    with.ask(std::move(other));
    with.hears_head(1).say(hello);
    with.hears_head(2).say(hello);
    CHECK(with.response().body == "hello");

    with.call =
        with.client.send({"GET", with.url()}, [&](medusa::http_answer) { with.get("/next"); });
    with.server->peers[2]->heard();
    with.hears_head(2).say(hello);
    with.until([&] { return with.server->peers[2]->received.find("/next") != std::string::npos; },
               "the next on the same connection");
}

TEST_CASE("a function that throws ends its own call alone") {
    talk with;
    medusa::client_request request("GET", with.url());
    request.on_data = [](std::string_view) { throw std::runtime_error("no room"); };
    with.ask(std::move(request));
    with.hears_head().say(hello);
    CHECK(with.error().what == kind::request);
    CHECK(with.error().sentence.find("no room") != std::string::npos);
    with.get();
    with.hears_head(1).say(hello);
    CHECK(with.response(1).body == "hello");
}

TEST_CASE("a client that is destroyed calls nothing") {
    talk with;
    auto client = std::make_unique<medusa::http_client>(with.map);
    client->limits().max_connections = 1;
    auto first = client->send({"GET", with.url()}, with.remember());
    auto second = client->send({"GET", with.url()}, with.remember());
    peer& server = with.hears_head();
    client.reset();
    server.hear_the_end();
    CHECK_FALSE(first.pending());
    CHECK_FALSE(second.pending());
    CHECK(with.answers.empty());
}

TEST_CASE("a kept connection is let go after keep_time, and by stop()") {
    talk with;
    with.client.limits().keep_time = 20ms;
    with.get();
    with.hears_head().say(hello);
    with.response();
    with.server->peers[0]->hear_the_end();
    CHECK(with.client.idle_connections() == 0);
    with.client.limits().keep_time = 0ms;
    with.get();
    with.hears_head(1).say(hello);
    with.response(1);
    CHECK(with.client.idle_connections() == 1);
    asyncore::stop(std::chrono::seconds(20), with.map);
    asyncore::loop({}, with.map);
    CHECK(with.client.idle_connections() == 0);
}

TEST_CASE("a redirect is followed as often as was said") {
    talk with;
    with.get(); // not at all, unasked
    with.hears_head().say("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
    CHECK(with.response().status() == 302);

    medusa::client_request request("GET", with.url("/a/b"));
    request.max_redirects = 2;
    int heads = 0;
    request.on_head = [&](const medusa::response_head&) { ++heads; };
    with.ask(std::move(request));
    peer& server = *with.server->peers[0];
    server.heard();
    with.hears_head(0).say(
        "HTTP/1.1 301 Moved\r\nLocation: ../c?d\r\nContent-Length: 4\r\n\r\ngone");
    server.hear("GET /c?d HTTP/1.1\r\n");
    server.say("HTTP/1.1 308 Moved\r\nLocation: /e\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    server.hear("GET /e HTTP/1.1\r\n");
    server.say(hello);
    CHECK(with.response(1).body == "hello");
    CHECK(with.response(1).url.target() == "/e");
    CHECK(heads == 1);
    CHECK(with.server->peers.size() == 1);

    medusa::client_request round("GET", with.url("/round"));
    round.max_redirects = 1;
    with.ask(std::move(round));
    server.hear("GET /round ");
    server.heard();
    server.say("HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n");
    server.hear("GET /round ");
    server.say("HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n");
    CHECK(with.error(2).what == kind::redirect);
}

TEST_CASE("a redirect keeps method and body at 307 and 308, and asks by GET at 303") {
    const struct {
        int status;
        const char* method;
        const char* after;
    } rows[] = {{301, "POST", "GET"},  {302, "POST", "GET"},  {303, "POST", "GET"},
                {307, "POST", "POST"}, {308, "POST", "POST"}, {303, "PUT", "GET"},
                {301, "PUT", "PUT"},   {303, "HEAD", "HEAD"}, {301, "HEAD", "HEAD"}};
    for (const auto& row : rows) {
        CAPTURE(row.status, row.method);
        talk with;
        medusa::client_request request(row.method, with.url());
        request.max_redirects = 1;
        const bool has_body = std::string(row.method).starts_with("P");
        if (has_body) request.set_body("the body");
        request.headers().set("Content-Type", "text/plain");
        with.ask(std::move(request));
        peer& server = with.hears_head();
        if (has_body) server.hear("the body");
        server.heard();
        server.say("HTTP/1.1 " + std::to_string(row.status) +
                   " X\r\nLocation: /to\r\nContent-Length: 0\r\n\r\n");
        server.hear(std::string(row.after) + " /to HTTP/1.1\r\n");
        server.hear("\r\n\r\n");
        const bool again = has_body && std::string(row.after) != "GET";
        CHECK((server.received.find("the body") != std::string::npos) == again);
        CHECK((server.received.find("Content-Length") != std::string::npos) == again);
    }
}

TEST_CASE("a redirect to another origin does not get what was meant for the first") {
    talk with;
    const auto second =
        asyncore::make<scripted_server>(asyncore::address::ip("127.0.0.1", 0), with.map);
    medusa::client_request request("GET", with.url());
    request.max_redirects = 1;
    request.set_basic_auth("ann", "secret");
    request.headers().set("Cookie", "a=b");
    request.headers().set("Host", "example.org");
    request.headers().set("X-One", "1");
    with.ask(std::move(request));
    with.hears_head().say("HTTP/1.1 302 Found\r\nLocation: http://" + second->addr().to_string() +
                          "/\r\nContent-Length: 0\r\n\r\n");
    with.until([&] { return !second->peers.empty(); }, "the other origin is asked");
    second->peers[0]->hear("X-One: 1");
    const std::string& said = second->peers[0]->received;
    CHECK(said.find("Authorization") == std::string::npos);
    CHECK(said.find("Cookie") == std::string::npos);
    CHECK(said.find("Host: " + second->addr().to_string() + "\r\n") != std::string::npos);
}

TEST_CASE(
    "a redirect that leads nowhere safe is an error, and one that cannot be repeated an answer") {
    for (const char* const to :
         {"ftp://a/", "unix:///run/x", "http://u:p@a/", "https://a/", "http://a b/"}) {
        CAPTURE(to);
        talk with;
        medusa::client_request request("GET", with.url());
        request.max_redirects = 1;
        with.ask(std::move(request));
        with.hears_head().say("HTTP/1.1 302 Found\r\nLocation: " + std::string(to) +
                              "\r\nContent-Length: 0\r\n\r\n");
        CHECK(with.error().what == kind::redirect);
    }
    talk with;
    medusa::client_request request("POST", with.url());
    request.max_redirects = 1;
    request.set_body(std::make_unique<asynchat::simple_producer>("x"));
    with.ask(std::move(request));
    with.hears_head().say("HTTP/1.1 307 X\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
    CHECK(with.response().status() == 307);
}
