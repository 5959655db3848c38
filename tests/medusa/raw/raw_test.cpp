// Every row against our server: whole, byte by byte, and cut in two at every place.

#include "medusa/http_date.hpp"
#include "tests/medusa/raw/outcome.hpp"
#include "tests/medusa/raw/raw_row.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace {

// A handler of one path with a list of methods, as those of hello_server.
struct listing_handler : function_handler {
    listing_handler(std::string path, std::string list, function answer)
        : function_handler(std::move(path), std::move(answer)), allowed(std::move(list)) {}
    bool match(const medusa::http_request& request) override { return request.path() == prefix; }
    std::string_view methods(const medusa::http_request&) override { return allowed; }
    std::string allowed;
};

const std::string sentinel = "GET /sentinel HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct raw_web : web {
    raw_web() {
        server->origin_guard.allowed_hosts.clear();
        const auto answers = [](std::string text) {
            return [text](const std::shared_ptr<medusa::http_request>& request) {
                request->reply().set("Content-Type", "text/plain");
                request->push(text.empty() ? request->body() : text);
                request->done();
            };
        };
        server->install_handler(
            std::make_shared<listing_handler>("/", "GET, HEAD", answers("Hello, world")));
        server->install_handler(std::make_shared<listing_handler>("/echo", "POST", answers("")));
        server->install_handler(
            std::make_shared<listing_handler>("/sentinel", "GET", answers("sentinel")));
    }

    /// A connection of the server, and our end of it.
    asyncore::unique_fd connect() {
        auto [ours, theirs] = socket_pair();
        server->handle_accepted(std::move(theirs), {});
        return std::move(ours);
    }
};

// What came of a request sent in these pieces: all answers, and the end.
struct heard {
    std::vector<raw_answer> answers;
    std::string end;
    std::string text;
};

class dialogue {
public:
    explicit dialogue(raw_web& server) : server_(server), socket_(server.connect()) {}

    void say(std::string_view text) {
        while (!text.empty() && !gone_) {
            const ssize_t sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
            if (sent > 0)
                text.remove_prefix(static_cast<std::size_t>(sent));
            else if (errno != EAGAIN)
                gone_ = true;
            server_.settle();
            listen();
        }
    }

    heard result(const raw_row& row) {
        server_.settle();
        listen();
        const auto methods = methods_of(row.request);
        const bool may_wait = row.allowed.find("wait") != std::string::npos;
        if (!closed_ && !may_wait) say(sentinel);
        auto read = read_answers(received_, closed_, methods);
        heard all{std::move(read.all), closed_ ? "close" : may_wait ? "wait" : "?", received_};
        if (!closed_ && !may_wait && !all.answers.empty() &&
            all.answers.back().body == "sentinel") {
            all.answers.pop_back();
            all.end = "keep";
        }
        if (!read.rest.empty()) all.end += " and " + read.rest;
        return all;
    }

private:
    void listen() {
        char buffer[65536];
        ssize_t got = 0;
        while ((got = ::recv(socket_.get(), buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
            received_.append(buffer, static_cast<std::size_t>(got));
        if (got == 0) closed_ = true;
    }

    raw_web& server_;
    asyncore::unique_fd socket_;
    std::string received_;
    bool closed_ = false;
    bool gone_ = false;
};

void check(const raw_row& row, const heard& all) {
    CAPTURE(row.section, row.name, row.request.substr(0, 500), all.text.substr(0, 1000));
    const std::string outcome = outcome_of(all.answers, all.end);
    CAPTURE(row.allowed, outcome);
    REQUIRE(is_allowed(row.allowed, outcome));
    for (const raw_answer& each : all.answers) {
        if (each.status < 200) continue;
        REQUIRE(each.field("Date").ends_with(" GMT"));
        REQUIRE((each.status != 405 || !each.field("Allow").empty()));
        REQUIRE((each.status != 204 || each.field("Content-Length").empty()));
        REQUIRE((each.body.empty() || !each.field("Content-Type").empty()));
    }
    if (all.end == "close" && !all.answers.empty())
        REQUIRE(all.answers.back().field("Connection") == "close");
    if (!row.body.empty() && all.answers.back().status == 200)
        REQUIRE(all.answers.back().body == row.body);
}

void check_whole(const std::vector<raw_row>& rows) {
    raw_web it;
    for (const raw_row& row : rows) {
        dialogue one(it);
        one.say(row.request);
        check(row, one.result(row));
    }
    it.settle();
    CHECK(it.server->connections().total() == 0);
}

void check_cut(const std::vector<raw_row>& rows) {
    raw_web it;
    for (const raw_row& row : rows) {
        const std::string& text = row.request;
        if (text.empty()) continue;
        const std::size_t step = text.size() < 1000 ? 1 : text.size() / 32;
        for (std::size_t cut = 1; cut < text.size(); cut += step) {
            dialogue one(it);
            one.say(text.substr(0, cut));
            one.say(text.substr(cut));
            check(row, one.result(row));
        }
        if (text.size() > 4000) continue;
        dialogue one(it);
        for (std::size_t i = 0; i < text.size(); ++i)
            one.say(text.substr(i, 1));
        check(row, one.result(row));
    }
}

} // namespace

TEST_CASE("there are as many rows as promised and each has a name of its own", "[raw]") {
    const auto rows = all_rows();
    CHECK(rows.size() >= 250);
    std::set<std::string> names;
    for (const raw_row& row : rows) {
        CAPTURE(row.name);
        CHECK(names.insert(row.name).second);
        CHECK_FALSE(row.section.empty());
    }
}

TEST_CASE("every raw request has an outcome that its section allows", "[raw]") {
    check_whole(all_rows());
}

TEST_CASE("raw request lines have the same outcome however they are cut", "[raw]") {
    check_cut(request_line_rows());
}
TEST_CASE("raw Host fields have the same outcome however they are cut", "[raw]") {
    check_cut(host_rows());
}
TEST_CASE("raw fields have the same outcome however they are cut", "[raw]") {
    check_cut(field_rows());
}
TEST_CASE("raw bodies with a length have the same outcome however they are cut", "[raw]") {
    check_cut(length_rows());
}
TEST_CASE("raw transfer codings have the same outcome however they are cut", "[raw]") {
    check_cut(transfer_coding_rows());
}
TEST_CASE("raw chunks have the same outcome however they are cut", "[raw]") {
    check_cut(chunk_rows());
}
TEST_CASE("raw connections have the same outcome however they are cut", "[raw]") {
    check_cut(connection_rows());
}
TEST_CASE("raw methods have the same outcome however they are cut", "[raw]") {
    check_cut(method_rows());
}
TEST_CASE("raw limits have the same outcome however they are cut", "[raw]") {
    check_cut(limit_rows());
}
