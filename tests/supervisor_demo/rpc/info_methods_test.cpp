#include "tests/supervisor_demo/rpc/served_daemon.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace std::chrono_literals;
using supervisor::process_state;

namespace {

std::string numbers_hidden(const std::string& text) {
    const auto hidden =
        std::regex_replace(text, std::regex("('(start|stop|now|pid)': |pid )[1-9][0-9]*"), "$1N");
    return std::regex_replace(hidden, std::regex("uptime 0:00:0[0-9]"), "uptime T");
}

} // namespace

TEST_CASE("a process tells everything about itself") {
    served_daemon d;
    d.program("a", "exec cat", "g");
    const std::string logs = "'logfile': '" + (d.dir / "a.out") + "', 'stdout_logfile': '" +
                             (d.dir / "a.out") + "', 'stderr_logfile': '" + (d.dir / "a.err") +
                             "', ";
    CHECK(numbers_hidden(d.ask("supervisor.getProcessInfo", {"g:a"})) ==
          "{'name': 'a', 'group': 'g', 'start': 0, 'stop': 0, 'now': N, 'state': 0, "
          "'statename': 'STOPPED', 'spawnerr': '', 'exitstatus': 0, " +
              logs + "'pid': 0, 'description': 'Not started'}");
    d.ask("supervisor.startProcess", {"g:a"});
    CHECK(numbers_hidden(d.ask("supervisor.getProcessInfo", {"g:a"})) ==
          "{'name': 'a', 'group': 'g', 'start': N, 'stop': 0, 'now': N, 'state': 20, "
          "'statename': 'RUNNING', 'spawnerr': '', 'exitstatus': 0, " +
              logs + "'pid': N, 'description': 'pid N, uptime T'}");
    for (const char* name : {"a", "g", "g:b", "g:*", "g:", "h:a"})
        CHECK(d.ask("supervisor.getProcessInfo", {name}) ==
              "<Fault 10: 'BAD_NAME: " + std::string(name) + "'>");
}

TEST_CASE("a process that a signal ended has the exit status -1") {
    served_daemon d;
    d.program("a", "kill -9 $$");
    d.ask("supervisor.startProcess", {"a"});
    d.wait_for("a", process_state::exited);
    CHECK(d.ask("supervisor.getProcessInfo", {"a"}).find("'exitstatus': -1") != std::string::npos);
}

TEST_CASE("all processes are listed by group and then by name") {
    served_daemon d;
    d.program("z", "exec cat", "b");
    d.program("y", "exec cat", "b").priority = 1000;
    d.program("x", "exec cat", "a");
    d.config.groups[1].priority = 1; // nor does this change the order
    d.daemon();
    std::string names;
    const auto all = d.begin("supervisor.getAllProcessInfo");
    for (const auto& one : std::get<medusa::xmlrpc_value>(*all->response).as_array())
        names += one.at("group").as_string() + ":" + one.at("name").as_string() + " ";
    CHECK(names == "a:x b:y b:z ");
}

TEST_CASE("text sent to the stdin of a process arrives there") {
    served_daemon d;
    d.program("a", "exec cat");
    CHECK(d.ask("supervisor.sendProcessStdin", {"a", "x"}) == "<Fault 70: 'NOT_RUNNING: a'>");
    d.ask("supervisor.startProcess", {"a"});
    CHECK(d.ask("supervisor.sendProcessStdin", {"a", "gr\xc3\xbc\xc3\x9f dich\n"}) == "True");
    wait_until([&] { return read_whole(d.dir / "a.out") == "gr\xc3\xbc\xc3\x9f dich\n"; }, 5s,
               "it was echoed", d.map);
    CHECK(d.ask("supervisor.sendProcessStdin", {"a", 5}) == "<Fault 2: 'INCORRECT_PARAMETERS: 5'>");
    CHECK(d.ask("supervisor.sendProcessStdin", {"b", "x"}) == "<Fault 10: 'BAD_NAME: b'>");
    CHECK(d.ask("supervisor.sendProcessStdin", {"a:*", "x"}) == "<Fault 10: 'BAD_NAME: a:*'>");
}

TEST_CASE("a process that has closed its stdin is NO_FILE") {
    served_daemon d;
    d.program("a", "exec 0</dev/null; echo closed; exec sleep 1000");
    d.ask("supervisor.startProcess", {"a"});
    wait_until([&] { return read_whole(d.dir / "a.out") == "closed\n"; }, 5s, "it is closed",
               d.map);
    CHECK(d.ask("supervisor.sendProcessStdin", {"a", "x"}) == "<Fault 20: 'NO_FILE: a'>");
}
