#include "supervisor_demo/web/status_feed.hpp"
#include "tests/supervisor_demo/web/web_daemon.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace std::chrono_literals;
using supervisor::process_state;

namespace {

constexpr const char* forever = "exec sleep 1000";
constexpr const char* busy = "while :; do :; done";

/// What comes after `"name":` in an object that begins with `"namespec":"SPEC"`.
std::string member(const std::string& json, const std::string& spec, const std::string& name) {
    const auto object = json.find("{\"namespec\":\"" + spec + "\"");
    const auto at = json.find("\"" + name + "\":", object);
    if (object == std::string::npos || at == std::string::npos) return "(none)";
    const auto begin = at + name.size() + 3;
    if (json[begin] == '"') return json.substr(begin, json.find('"', begin + 1) - begin + 1);
    return json.substr(begin, json.find_first_of(",}", begin) - begin);
}

std::string json_of(web_daemon& d) {
    const std::string answer = d.ask_web("/status.json");
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

/// A listener that has heard the head of its stream.
std::shared_ptr<peer> listen(web_daemon& d) {
    const auto client = d.connect(web_daemon::request("/events"));
    client->hear("\r\n\r\n");
    return client;
}

} // namespace

TEST_CASE("status.json says how every process stands and what it uses") {
    web_daemon d;
    d.program("a", forever, "g");
    d.program("b", busy);
    d.ask("supervisor.startProcess", {"g:a"});
    d.ask("supervisor.startProcess", {"b"});
    const std::string answer = d.ask_web("/status.json");
    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(contains(answer, "\r\nContent-Type: application/json\r\n"));
    CHECK(contains(answer, "\r\nCache-Control: no-store\r\n"));
    CHECK(contains(answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
    const std::string json = json_of(d);
    CHECK(contains(json, "{\"identifier\":\"supervisor\",\"version\":\"4.2.5\""));
    CHECK(contains(json, "\"statename\":\"RUNNING\",\"now\":"));
    CHECK(member(json, "g:a", "group") == "\"g\"");
    CHECK(member(json, "g:a", "name") == "\"a\"");
    CHECK(member(json, "g:a", "state") == "20");
    CHECK(member(json, "g:a", "pid") == std::to_string(d.process("g:a").pid()));
    CHECK(member(json, "g:a", "exitstatus") == "null");
    CHECK(member(json, "g:a", "exit_reason") == "\"\"");
    CHECK(member(json, "g:a", "restarts") == "0");
    CHECK(contains(member(json, "g:a", "description"), ", uptime 0:0"));
    // In the moment of its exec a program has no memory.
    const auto memory = [&] { return std::stoll(member(json_of(d), "g:a", "memory")); };
    wait_until([&] { return memory() > 100'000; }, 45s, "its memory is shown", d.map);
    CHECK(memory() < 100'000'000);
    wait_until([&] { return std::stod(member(json_of(d), "b", "cpu")) > 1; }, 45s,
               "a busy program shows it", d.map);
}

TEST_CASE("what does not run uses nothing") {
    web_daemon d;
    d.program("a", forever);
    const std::string json = json_of(d);
    CHECK(member(json, "a", "statename") == "\"STOPPED\"");
    CHECK(member(json, "a", "cpu") == "null");
    CHECK(member(json, "a", "memory") == "null");
    CHECK(member(json, "a", "description") == "\"Not started\"");
}

TEST_CASE("a program shows what those it started use too") {
    web_daemon d;
    auto& one = d.program("a", "(while :; do :; done) & wait");
    one.stopasgroup = one.killasgroup = true; // or the child is left behind, busy
    d.ask("supervisor.startProcess", {"a"});
    wait_until([&] { return std::stod(member(json_of(d), "a", "cpu")) > 1; }, 45s,
               "what its child uses is shown", d.map);
    d.ask("supervisor.stopProcess", {"a"});
}

TEST_CASE("restarts are counted and the last end is told") {
    web_daemon d;
    auto& one = d.program("a", "read line; exit 7");
    one.restart = supervisor::autorestart::always;
    d.program("b", "exit 3").startsecs = 1s;
    d.config.groups.back().processes.back().startretries = 1;
    d.ask("supervisor.startProcess", {"a"});
    CHECK(member(json_of(d), "a", "restarts") == "0");
    d.ask("supervisor.sendProcessStdin", {"a", "\n"});
    wait_until([&] { return d.process("a").restarts() == 1; }, 10s, "it was started again", d.map);
    d.wait_for("a", process_state::running);
    d.ask("supervisor.startProcess", {"b"});
    d.wait_for("b", process_state::fatal);
    d.ask("supervisor.stopProcess", {"a"});
    d.ask("supervisor.startProcess", {"a"});
    const std::string json = json_of(d);
    CHECK(member(json, "a", "restarts") == "1");
    CHECK(member(json, "a", "exit_reason") == "\"terminated by SIGTERM\"");
    CHECK(member(json, "a", "exitstatus") == "null"); // of the run that goes on
    CHECK(member(json, "b", "restarts") == "1");
    CHECK(member(json, "b", "exit_reason") == "\"exit status 3\"");
    CHECK(contains(json, R"("namespec":"a","from":"RUNNING","to":"EXITED","pid":)"));
    CHECK(contains(json, R"("reason":"exit status 7; not expected"})"));
    CHECK(contains(json, R"("namespec":"b","from":"BACKOFF","to":"FATAL",)"));
}

TEST_CASE("only the last hundred moves are remembered") {
    web_daemon d;
    d.program("a", forever);
    d.connect("");
    for (int i = 0; i < 30; ++i) {
        d.ask("supervisor.startProcess", {"a"});
        d.ask("supervisor.stopProcess", {"a"});
    }
    const std::string json = json_of(d);
    CHECK(contains(json, "\"number\":120,\"processes\""));
    CHECK(contains(json, "\"changes\":[{\"number\":21,"));
    CHECK(contains(json, "{\"number\":120,"));
}

TEST_CASE("who listens is told of moves with the process as it stands") {
    web_daemon d;
    d.program("a", forever);
    const auto client = listen(d);
    CHECK(contains(client->received, "\r\nContent-Type: text/event-stream\r\n"));
    CHECK(contains(client->received, "\r\nX-Content-Type-Options: nosniff\r\n"));
    d.ask("supervisor.startProcess", {"a"});
    client->hear("event: changes\n");
    client->hear(R"("to":"RUNNING")");
    client->hear(R"("statename":"RUNNING")");
    d.ask("supervisor.stopProcess", {"a"});
    client->hear(R"("statename":"STOPPED")");
    client->hear(R"("reason":"terminated by SIGTERM")");
}

TEST_CASE("who listens is told what programs use and that groups came or went") {
    web_daemon d;
    d.program("a", busy);
    d.program("b", forever);
    d.ask("supervisor.startProcess", {"a"});
    const auto client = listen(d);
    client->hear("event: usage\n");
    client->hear("\"usage\":{\"a\":[");
    d.ask("supervisor.removeProcessGroup", {"b"});
    client->hear("event: layout\n");
}

namespace {

/// A feed that can be looked into, on a server of its own.
struct fed_daemon : web_daemon {
    std::unique_ptr<supervisor::status_feed> feed;

    std::shared_ptr<peer> listen() {
        if (!feed) {
            feed = std::make_unique<supervisor::status_feed>(daemon());
            server =
                asyncore::make<medusa::http_server>(asyncore::address::ip("127.0.0.1", 0), map);
            server->install_handler(
                std::shared_ptr<medusa::handler>(std::shared_ptr<void>(), feed.get()));
        }
        const auto client = connect("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        client->hear("\r\n\r\n");
        return client;
    }
    ~fed_daemon() { map.close_all(); }
};

} // namespace

TEST_CASE("nothing is sampled unless somebody looks") {
    fed_daemon d;
    d.program("a", forever);
    d.ask("supervisor.startProcess", {"a"});
    const auto client = d.listen();
    client->hear("event: usage\n");
    CHECK(d.feed->listeners() == 1);
    CHECK(d.feed->sampling());
    client->close();
    wait_until([&] { return !d.feed->sampling(); }, 20s, "sampling has ended", d.map);
    CHECK(d.feed->listeners() == 0);
    CHECK_FALSE(d.daemon().events().wants(supervisor::event_type::process_group_added));
    d.ask("supervisor.stopProcess", {"a"});
    CHECK_FALSE(d.feed->sampling());
}

TEST_CASE("a listener that does not read is let go and the others are told") {
    fed_daemon d;
    // Named so long that few moves fill what may wait.
    for (int i = 0; i < 5; ++i) {
        auto& one = d.program("x" + std::string(20'000, 'x') + std::to_string(i), forever, "g");
        one.stdout_stream.logfile.type = one.stderr_stream.logfile.type =
            supervisor::logfile_name::kind::none;
    }
    const auto deaf = d.listen();
    const auto good = d.listen();
    deaf->listens = false;
    deaf->interest_changed();
    for (int i = 0; i < 100 && d.feed->dropped() == 0; ++i) {
        good->heard();
        d.ask("supervisor.startProcessGroup", {"g"});
        good->hear("\"number\":" + std::to_string(i * 20 + 10) + ",\"changes\"");
        d.ask("supervisor.stopProcessGroup", {"g"});
        good->hear("\"number\":" + std::to_string(i * 20 + 20) + ",\"changes\"");
    }
    CHECK(d.feed->dropped() == 1);
    deaf->listens = true;
    deaf->interest_changed();
    deaf->hear("\r\n0\r\n\r\n"); // the end of the stream, and the browser comes back
    CHECK(d.feed->listeners() == 1);
    CHECK_FALSE(contains(good->received, "\r\n0\r\n\r\n"));
}

TEST_CASE("the feed is read only and takes no other method") {
    web_daemon d;
    for (const char* target : {"/status.json", "/events"}) {
        CHECK(d.status(target, "", "POST", "x") == 405);
        CHECK(d.status(target, "", "HEAD") == 200);
        CHECK(d.status(target, "Sec-Fetch-Site: cross-site\r\n") == 403);
    }
}
