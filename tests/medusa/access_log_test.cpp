#include "asynchat/simple_producer.hpp"
#include "medusa/access_log.hpp"
#include "medusa/auth_handler.hpp"
#include "medusa/base64.hpp"
#include "medusa/producers.hpp"
#include "medusa/syslog_socket.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <vector>

#include <syslog.h>
#include <unistd.h>

using Catch::Contains;
using namespace std::chrono_literals;
using request_ptr = std::shared_ptr<medusa::http_request>;
using format = medusa::access_log::format;

namespace {

struct logged_web : web {
    std::vector<std::string> lines;

    explicit logged_web(format wanted = format::combined) {
        medusa::install(std::make_shared<medusa::access_log>(
                            [this](std::string_view line) { lines.emplace_back(line); }, wanted),
                        *server);
        web::install("/", [](const request_ptr& request) {
            request->push("hello");
            request->done();
        });
    }

    // The last line but for its time.
    std::string last() {
        wait_until([&] { return !lines.empty(); }, 5s, "a line", map);
        const std::string line = lines.back();
        lines.clear();
        const std::size_t begin = line.find('[');
        const std::size_t end = line.find(']');
        const std::regex time(R"(\[\d\d/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/)"
                              R"(\d{4}:\d\d:\d\d:\d\d \+0000\])");
        CHECK(std::regex_match(line.substr(begin, end + 1 - begin), time));
        return line.substr(0, begin) + "[]" + line.substr(end + 1);
    }
};

} // namespace

TEST_CASE("a request is a line in the common format", "[access_log]") {
    logged_web it(format::common);
    static_cast<void>(it.get("/a?b=c"));
    CHECK(it.last() == "127.0.0.1 - - [] \"GET /a?b=c HTTP/1.1\" 200 5");
    static_cast<void>(it.get("/a", "", "HEAD"));
    CHECK(it.last() == "127.0.0.1 - - [] \"HEAD /a HTTP/1.1\" 200 -");
    static_cast<void>(it.ask("GET / HTTP/1.0\r\n\r\n"));
    CHECK(it.last() == "127.0.0.1 - - [] \"GET / HTTP/1.0\" 200 5");
}

TEST_CASE("the combined format has the referer and the user agent", "[access_log]") {
    logged_web it;
    static_cast<void>(it.get("/", "Referer: http://localhost/x\r\nUser-Agent: curl/7.88\r\n"));
    CHECK(it.last() == "127.0.0.1 - - [] \"GET / HTTP/1.1\" 200 5 \"http://localhost/x\" "
                       "\"curl/7.88\"");
    static_cast<void>(it.get("/"));
    CHECK(it.last() == "127.0.0.1 - - [] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\"");
}

TEST_CASE("no client makes a line or a field of its own", "[access_log]") {
    logged_web it;
    static_cast<void>(it.get("/a%0d%0ab\\", "User-Agent: x\" 200 \"\\\xff\t\r\nReferer: a\tb\r\n"));
    CHECK(it.last() == "127.0.0.1 - - [] \"GET /a%0d%0ab\\\\ HTTP/1.1\" 200 5 \"a\\x09b\" "
                       "\"x\\\" 200 \\\"\\\\\\xff\"");
    it.server->install_handler(std::make_shared<medusa::auth_handler>(
        it.install("/in", [](const request_ptr& request) { request->error(404); }), "a\nb \"c\"",
        "p"));
    const std::string word = medusa::base64_encode("a\nb \"c\":p");
    const std::string answer = it.get("/in", "Authorization: Basic " + word + "\r\n");
    CHECK_THAT(it.last(), Catch::StartsWith("127.0.0.1 - a\\x0ab\\x20\\\"c\\\" [] \"GET /in"));
}

TEST_CASE("what cannot be read as a request is a line, too", "[access_log]") {
    logged_web it;
    static_cast<void>(it.ask("GET\x01/ HTTP/1.1\r\n\r\n"));
    CHECK_THAT(it.last(),
               Catch::StartsWith("127.0.0.1 - - [] \"-\" 400 ") && Catch::EndsWith(" \"-\" \"-\""));
}

TEST_CASE("bytes are counted as they are made, and the line follows the last of them",
          "[access_log]") {
    logged_web it(format::common);
    struct slow : asynchat::producer {
        explicit slow(std::function<std::string()> next) : next_(std::move(next)) {}
        std::string more() override { return next_(); }
        bool ready() override { return is_ready; }
        bool is_ready = true;
        std::function<std::string()> next_;
    };
    request_ptr kept;
    slow* source = nullptr;
    std::vector<std::string> pieces = {"", std::string(1000, 'b'), std::string(234, 'a')};
    it.install("/slow", [&](const request_ptr& request) {
        auto made = std::make_unique<slow>([&] {
            std::string next = pieces.back();
            pieces.pop_back();
            source->is_ready = pieces.size() != 1;
            return next;
        });
        source = made.get();
        kept = request;
        request->push(std::move(made));
        request->done();
    });
    const auto client = it.client();
    client->say("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    client->hear(std::string(1000, 'b'));
    CHECK(it.lines.empty());
    source->is_ready = true;
    kept->resume_output();
    client->hear("\r\n0\r\n\r\n");
    CHECK(it.last() == "127.0.0.1 - - [] \"GET /slow HTTP/1.1\" 200 1234");
}

TEST_CASE("a client that leaves is a line with what it may have got", "[access_log]") {
    logged_web it(format::common);
    request_ptr kept;
    it.install("/later", [&](const request_ptr& request) { kept = request; });
    struct endless : asynchat::producer {
        std::string more() override { return std::string(4096, 'x'); }
    };
    it.install("/endless", [&](const request_ptr& request) {
        request->push(std::make_unique<endless>());
        request->set_endless();
        request->done();
    });
    auto client = it.client();
    client->say("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    wait_until([&] { return kept != nullptr; }, 5s, "asked", it.map);
    const linger at_once{1, 0};
    ::setsockopt(client->fileno(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    client->close(); // a reset: its address can be asked for no more
    CHECK(it.last() == "127.0.0.1 - - [] \"GET /later HTTP/1.1\" 499 -");
    client = it.client();
    client->say("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
    client->hear("xxxx");
    client->close();
    CHECK_THAT(it.last(), Catch::StartsWith("127.0.0.1 - - [] \"GET /endless HTTP/1.1\" 200 ") &&
                              !Catch::EndsWith(" -"));
}

TEST_CASE("a log that throws does not harm the answer", "[access_log]") {
    std::string said;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { said += text; });
    web it;
    medusa::install(std::make_shared<medusa::access_log>(
                        [](std::string_view) { throw std::runtime_error("no room"); }),
                    *it.server);
    CHECK(status_of(it.get("/")) == 404);
    CHECK_THAT(said, Contains("no room"));
    asyncore::set_log_sink({});
}

TEST_CASE("lines go to a file that is rotated and opened again", "[access_log]") {
    const temp_dir dir;
    web it;
    const auto file =
        std::make_shared<medusa::log_file>(dir / "access.log", medusa::rotation{150, 2});
    medusa::install(std::make_shared<medusa::access_log>(medusa::log_to(file), format::common),
                    *it.server);
    for (int i = 0; i < 7; ++i)
        static_cast<void>(it.get("/"));
    const auto lines = [&](const char* name) {
        const std::string text = read_whole(dir / name);
        return std::count(text.begin(), text.end(), '\n');
    };
    // Each line is some 65 bytes long, so three reach the size.
    CHECK(lines("access.log") == 1);
    CHECK(lines("access.log.1") == 3);
    CHECK(lines("access.log.2") == 3);
    REQUIRE(::rename((dir / "access.log").c_str(), (dir / "moved").c_str()) == 0);
    file->reopen();
    static_cast<void>(it.get("/"));
    CHECK(lines("access.log") == 1);
    CHECK(lines("moved") == 1);
}

TEST_CASE("lines go to the system's log without waiting for it", "[syslog_socket]") {
    const temp_dir dir;
    const auto syslog =
        std::make_shared<medusa::syslog_socket>("www", LOG_LOCAL3 | LOG_INFO, dir / "log");
    const medusa::access_log::sink sink = medusa::log_to(syslog);
    sink("nobody is there");
    CHECK(syslog->dropped() == 1);
    sockaddr_storage where;
    const unsigned size = asyncore::address::unix_path(dir / "log").to_sockaddr(&where);
    const auto listen = [&] {
        ::unlink((dir / "log").c_str());
        asyncore::unique_fd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        REQUIRE(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&where), size) == 0);
        return fd;
    };
    const auto hear = [](const asyncore::unique_fd& fd) {
        char text[4096];
        const ssize_t got = ::recv(fd.get(), text, sizeof text, 0);
        return std::string(text, got < 0 ? 0 : static_cast<std::size_t>(got));
    };
    asyncore::unique_fd daemon = listen();
    sink("one");
    const std::regex form(R"(<158>[A-Z][a-z]{2} [ 123]\d \d\d:\d\d:\d\d www\[\d+\]: one)");
    CHECK(std::regex_match(hear(daemon), form));
    daemon = listen(); // started anew
    sink("two");
    CHECK_THAT(hear(daemon), Catch::EndsWith(": two"));
    sink(std::string(10'000, 'x'));
    CHECK(hear(daemon).size() < 2'100);
    CHECK(syslog->dropped() == 1);
    for (int i = 0; i < 5'000; ++i) // more than a socket holds
        sink("a line");
    CHECK(syslog->dropped() > 1);
}

TEST_CASE("the bytes of an answer are those that are sent, with its head and its chunk lines",
          "[access_log]") {
    std::vector<std::uint64_t> sizes;
    bool complete = false;
    request_ptr kept;
    web it;
    it.server->on_finished([&](const medusa::http_request& request) {
        complete = request.complete();
        sizes.push_back(request.answer_bytes());
    });
    it.install("/text", [](const request_ptr& request) {
        request->push("hello");
        request->done();
    });
    it.install("/chunks", [](const request_ptr& request) {
        request->push("hello");
        request->push(std::make_unique<asynchat::simple_producer>(std::string(70000, 'x')));
        request->done();
    });
    for (const char* path : {"/text", "/chunks", "/no/such"}) {
        for (const char* method : {"GET", "HEAD"}) {
            const std::string answer = it.get(path, "", method);
            CAPTURE(path, method);
            CHECK(sizes.back() == answer.size());
        }
        const std::string answer = it.ask("GET " + std::string(path) + " HTTP/1.0\r\n\r\n");
        CHECK(sizes.back() == answer.size());
    }
    CHECK(sizes.size() == 9);
    CHECK(complete);
    it.install("/text", [&](const request_ptr& request) {
        request->set_endless();
        kept = request;
    });
    const auto client = it.client();
    client->say("GET /text HTTP/1.1\r\nHost: x\r\n\r\n");
    wait_until([&] { return kept != nullptr; }, 5s, "it is asked", it.map);
    client->close();
    wait_until([&] { return kept->gone(); }, 5s, "it has left", it.map);
    CHECK_FALSE(complete);
}
