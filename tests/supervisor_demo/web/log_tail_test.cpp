#include "tests/supervisor_demo/web/web_daemon.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace std::chrono_literals;

namespace {

/// A process with a log that the test writes itself.
struct tailed : web_daemon {
    std::string path = dir / "a.out";

    tailed() { program("a", "exec cat"); }

    void write(const std::string& text) { std::ofstream(path, std::ios::app) << text; }

    std::shared_ptr<peer> tail(std::string_view target = "/logtail/a") {
        return connect(request(target));
    }
};

constexpr const char* head_end = "\r\n\r\n";

} // namespace

TEST_CASE("a tail begins 1024 bytes before the end of the log and goes on as it grows") {
    tailed d;
    d.write(std::string(500, 'x') + std::string(1024, 'y'));
    const auto client = d.tail();
    client->hear(head_end);
    client->hear("400\r\n" + std::string(1024, 'y') + "\r\n");
    CHECK_FALSE(contains(client->received, "x" + std::string(10, 'y')));
    client->heard();
    d.write("one\n");
    client->hear("\n\r\n");
    CHECK(client->heard() == "4\r\none\n\r\n");
    d.write("two\n");
    client->hear("\n\r\n");
    CHECK(client->heard() == "4\r\ntwo\n\r\n");
}

TEST_CASE("the head of a tail says what comes and that it must not be held back") {
    tailed d;
    d.write("hello\n");
    const auto client = d.tail();
    client->hear("hello");
    const std::string head = client->received;
    CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(contains(head, "\r\nLast-Modified: "));
    CHECK(contains(head, "\r\nContent-Type: text/plain;charset=utf-8\r\n"));
    CHECK(contains(head, "\r\nX-Accel-Buffering: no\r\n"));
    CHECK(contains(head, "\r\nTransfer-Encoding: chunked\r\n"));
    CHECK(contains(head, "\r\nX-Frame-Options: DENY\r\n"));
    CHECK(contains(head, "\r\nX-Content-Type-Options: nosniff\r\n"));
}

TEST_CASE("a tail goes on in the file that takes the name of a rotated one") {
    tailed d;
    d.write("first\n");
    const auto client = d.tail();
    client->hear("first\n");
    client->heard();
    std::filesystem::rename(d.path, d.path + ".1");
    std::ofstream(d.path + ".1", std::ios::app) << "last\n";
    d.write("second\n");
    client->hear("second\n");
    CHECK(client->heard() == "5\r\nlast\n\r\n7\r\nsecond\n\r\n");
    d.write("third\n");
    client->hear("third\n");
    std::filesystem::rename(d.dir.put("other", "moved\n"), d.path);
    client->hear("moved\n");
}

TEST_CASE("a log that is cut short is told and read from its beginning") {
    tailed d;
    d.write("a long first line\n");
    const auto client = d.tail();
    client->hear("line\n");
    client->heard();
    std::ofstream(d.path, std::ios::trunc) << "new\n";
    client->hear("new\n\r\n");
    CHECK(client->heard() == "17\r\n==> File truncated <==\n\r\n4\r\nnew\n\r\n");
}

TEST_CASE("a tail over HTTP 1.0 is sent as it grows and without chunks") {
    tailed d;
    d.write("one\n");
    const auto client = d.connect("GET /logtail/a HTTP/1.0\r\n\r\n");
    client->hear("\r\n\r\none\n");
    CHECK_FALSE(contains(client->received, "chunked"));
    client->heard();
    d.write("two\n");
    client->hear("two\n");
    CHECK(client->received == "two\n");
}

TEST_CASE("all tails of a map share one watcher and it goes with the last") {
    tailed d;
    d.write("x\n");
    d.program("b", "exec cat");
    d.dir.put("b.err", "y\n");
    d.status("/ok.html");
    const auto before = d.map.size();
    const auto first = d.tail();
    const auto second = d.tail("/logtail/b/stderr");
    const auto third = d.tail();
    first->hear("x\n");
    second->hear("y\n");
    third->hear("x\n");
    CHECK(d.watchers() == 1);
    d.write("more\n");
    first->hear("more\n");
    third->hear("more\n");
    first->close();
    second->half_close(); // who will send no more has left a tail
    second->hear_the_end();
    d.write("still\n");
    third->hear("still\n");
    CHECK(d.watchers() == 1);
    third->close();
    wait_until([&] { return d.watchers() == 0; }, 5s, "the watcher is gone", d.map);
    second->close();
    wait_until([&] { return d.map.size() == before; }, 5s, "all channels are gone", d.map);
}

TEST_CASE("what has no log to follow is not found") {
    tailed d;
    d.write("x\n");
    d.program("none", "exec cat").stdout_stream.logfile = {supervisor::logfile_name::kind::none,
                                                           ""};
    d.program("dir", "exec cat").stdout_stream.logfile = {supervisor::logfile_name::kind::file,
                                                          d.dir.path()};
    for (const char* target : {"/logtail", "/logtail/", "/logtail/who", "/logtail/a:b",
                               "/logtail/a:*", "/logtail/a/stdin", "/logtail/a/stderr",
                               "/logtail/none", "/logtail/dir", "/logtail/a/stdout/x"}) {
        CAPTURE(target);
        CHECK(d.status(target) == 404);
    }
    CHECK(d.watchers() == 0);
}

TEST_CASE("a tail is only for GET and HEAD") {
    tailed d;
    d.write("x\n");
    for (const char* target : {"/logtail/a", "/mainlogtail"}) {
        const std::string answer = d.ask_web(target, "", "POST", "x");
        CHECK(answer.starts_with("HTTP/1.1 405 "));
        CHECK(contains(answer, "\r\nAllow: GET, HEAD\r\n"));
        const std::string head = d.ask_web(target, "", "HEAD");
        CHECK(head.starts_with("HTTP/1.1 200 "));
        CHECK(head.ends_with("\r\n\r\n"));
    }
    CHECK(d.watchers() == 0);
}

TEST_CASE("a tail is found by the name of group and process however it is written") {
    tailed d;
    d.program("p", "exec cat", "g");
    d.dir.put("p.out", "here\n");
    for (const char* target : {"/logtail/g:p", "/logtail/g%3Ap", "/logtail/g:p/stdout"})
        d.tail(target)->hear("here\n");
}

TEST_CASE("the main log is followed too") {
    tailed d;
    const auto client = d.connect(web_daemon::request("/mainlogtail"));
    client->hear(head_end);
    CHECK_FALSE(contains(client->received, "X-Accel-Buffering"));
    d.log.info("a line");
    client->hear("INFO a line\n");
}

TEST_CASE("a slow reader of a tail gets all of it in the end") {
    tailed d;
    d.write("begin\n");
    const auto client = d.tail();
    client->hear("begin\n");
    client->heard();
    client->listens = false;
    client->interest_changed();
    std::string text;
    for (int line = 0; text.size() < 3'000'000; ++line)
        text += "line " + std::to_string(line) + "\n";
    d.write(text + "end\n");
    while (asyncore::poll(0ms, d.map)) {
    }
    client->listens = true;
    client->interest_changed();
    client->hear("end\n\r\n");
    std::string decoded;
    for (std::string_view rest = client->received; !rest.empty();) {
        const auto line = rest.find("\r\n");
        const auto size = std::stoul(std::string(rest.substr(0, line)), nullptr, 16);
        decoded += rest.substr(line + 2, size);
        rest.remove_prefix(line + 2 + size + 2);
    }
    CHECK(decoded == text + "end\n");
}
