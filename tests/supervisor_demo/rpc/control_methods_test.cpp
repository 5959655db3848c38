#include "tests/supervisor_demo/rpc/served_daemon.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using supervisor::process_state;

namespace {

constexpr const char* forever = "exec sleep 1000";
constexpr const char* deaf = "trap \"\" TERM; echo ready; while :; do sleep 1000; done";

} // namespace

TEST_CASE("a start is answered when the process is RUNNING and not before") {
    served_daemon d;
    d.program("a", forever).startsecs = 1s;
    const auto start = d.begin("supervisor.startProcess", {"a"});
    CHECK(start->text() == "(no answer yet)");
    CHECK(d.process("a").state() == process_state::starting);
    d.wait_for(*start);
    CHECK(start->text() == "True");
    CHECK(d.process("a").state() == process_state::running);
    CHECK(d.ask("supervisor.startProcess", {"a"}) == "<Fault 60: 'ALREADY_STARTED: a'>");
}

TEST_CASE("a start without wait is answered when the program has been spawned") {
    served_daemon d;
    d.program("a", forever).startsecs = 100s;
    CHECK(d.begin("supervisor.startProcess", {"a", false})->text() == "True");
    CHECK(d.process("a").state() == process_state::starting);
}

TEST_CASE("a program that ends too early makes its start a SPAWN_ERROR") {
    served_daemon d;
    d.program("a", "exit 1").startsecs = 100s;
    CHECK(d.ask("supervisor.startProcess", {"a"}) == "<Fault 50: 'SPAWN_ERROR: a'>");
    CHECK(d.process("a").state() == process_state::backoff);
}

TEST_CASE("a start that someone else stops is an ABNORMAL_TERMINATION") {
    served_daemon d;
    d.program("a", forever).startsecs = 100s;
    const auto start = d.begin("supervisor.startProcess", {"a"});
    CHECK(d.ask("supervisor.stopProcess", {"a"}) == "True");
    CHECK(start->text() == "<Fault 40: 'ABNORMAL_TERMINATION: a'>");
}

TEST_CASE("a start is refused for what cannot be run") {
    served_daemon d;
    d.program("none", "").command = "/no/such/program";
    d.program("data", "").command = d.dir.put("data", "x");
    d.program("quote", "").command = "sh -c 'oh";
    CHECK(d.ask("supervisor.startProcess", {"who"}) == "<Fault 10: 'BAD_NAME: who'>");
    CHECK(d.ask("supervisor.startProcess", {"none:x"}) == "<Fault 10: 'BAD_NAME: none:x'>");
    CHECK(d.ask("supervisor.startProcess", {"none"}) ==
          "<Fault 20: 'NO_FILE: can't find command '/no/such/program''>");
    CHECK(d.ask("supervisor.startProcess", {"data"}) ==
          "<Fault 21: 'NOT_EXECUTABLE: command at '" + (d.dir / "data") + "' is not executable'>");
    CHECK(d.ask("supervisor.startProcess", {"quote"}) ==
          "<Fault 21: 'NOT_EXECUTABLE: can't parse command \"sh -c 'oh\": No closing quotation'>");
}

TEST_CASE("a stop is answered when the program has ended") {
    served_daemon d;
    d.program("a", forever);
    CHECK(d.ask("supervisor.stopProcess", {"a"}) == "<Fault 70: 'NOT_RUNNING: a'>");
    d.ask("supervisor.startProcess", {"a"});
    const auto stop = d.begin("supervisor.stopProcess", {"a"});
    CHECK(stop->text() == "(no answer yet)");
    CHECK(d.ask("supervisor.stopProcess", {"a"}) == "<Fault 70: 'NOT_RUNNING: a'>");
    d.wait_for(*stop);
    CHECK(stop->text() == "True");
    CHECK(d.process("a").state() == process_state::stopped);
    CHECK(d.said().find("INFO waiting for a to stop\n") != std::string::npos);
    CHECK(d.ask("supervisor.stopProcess", {"b"}) == "<Fault 10: 'BAD_NAME: b'>");
}

TEST_CASE("a stop without wait is answered when the signal has been sent") {
    served_daemon d;
    d.program("a", forever);
    d.ask("supervisor.startProcess", {"a"});
    CHECK(d.begin("supervisor.stopProcess", {"a", 0})->text() == "True");
    CHECK(d.process("a").state() == process_state::stopping);
    CHECK(d.said().find("waiting for a to stop") == std::string::npos);
}

TEST_CASE("a process that is STOPPING is not started") {
    served_daemon d;
    auto& config = d.program("a", deaf);
    config.stopwaitsecs = 100s;
    d.ask("supervisor.startProcess", {"a"});
    wait_until([&] { return read_whole(d.dir / "a.out") == "ready\n"; }, 5s, "it is deaf", d.map);
    d.begin("supervisor.stopProcess", {"a"});
    CHECK(d.ask("supervisor.startProcess", {"a"}) == "<Fault 40: 'ABNORMAL_TERMINATION: a'>");
    CHECK(d.said().find("WARN process 'a' already running\n") != std::string::npos);
    CHECK(d.ask("supervisor.startProcess", {"a", false}) == "True");
}

TEST_CASE("a stop ends a process that waits for its next try") {
    served_daemon d;
    d.program("a", "exit 1").startsecs = 100s;
    d.ask("supervisor.startProcess", {"a"});
    CHECK(d.begin("supervisor.stopProcess", {"a"})->text() == "True");
    CHECK(d.process("a").state() == process_state::stopped);
}

TEST_CASE("a group is started in order of priority and each member has its own result") {
    served_daemon d;
    d.program("late", forever, "g").priority = 3;
    d.program("early", forever, "g").priority = 1;
    auto& bad = d.program("bad", "", "g");
    bad.priority = 2;
    bad.command = "/no/such/program";
    const std::string result =
        "[{'name': 'bad', 'group': 'g', 'status': 20, 'description': 'NO_FILE: can't find command "
        "'/no/such/program''}, "
        "{'name': 'early', 'group': 'g', 'status': 80, 'description': 'OK'}, "
        "{'name': 'late', 'group': 'g', 'status': 80, 'description': 'OK'}]";
    const bool as_process = GENERATE(false, true);
    CHECK(d.ask(as_process ? "supervisor.startProcess" : "supervisor.startProcessGroup",
                {as_process ? "g:*" : "g"}) == result);
    const std::string log = d.said();
    CHECK(log.find("spawned: 'early'") < log.find("spawned: 'late'"));
    CHECK(d.ask("supervisor.startProcessGroup", {"h"}) == "<Fault 10: 'BAD_NAME: h'>");
    CHECK(d.ask("supervisor.startProcess", {"h:*"}) == "<Fault 10: 'BAD_NAME: h:*'>");
}

TEST_CASE("all are started and stopped and the answer waits for the last") {
    served_daemon d;
    d.program("a", forever);
    d.program("b", forever).startsecs = 1s;
    const auto start = d.begin("supervisor.startAllProcesses");
    d.wait_for("a", process_state::running);
    CHECK_FALSE(start->answered());
    d.wait_for(*start);
    CHECK(start->text() == "[{'name': 'a', 'group': 'a', 'status': 80, 'description': 'OK'}, "
                           "{'name': 'b', 'group': 'b', 'status': 80, 'description': 'OK'}]");
    CHECK(d.ask("supervisor.startAllProcesses") == "[]");
    const auto stop = d.begin("supervisor.stopAllProcesses");
    CHECK_FALSE(stop->answered());
    d.wait_for(*stop);
    CHECK(std::get<medusa::xmlrpc_value>(*stop->response).as_array().size() == 2);
    CHECK(d.ask("supervisor.stopAllProcesses") == "[]");
}

TEST_CASE("a group is stopped without waiting when that is asked for") {
    served_daemon d;
    d.program("a", forever, "g");
    d.ask("supervisor.startProcess", {"g:a"});
    CHECK(d.begin("supervisor.stopProcessGroup", {"g", false})->text() ==
          "[{'name': 'a', 'group': 'g', 'status': 80, 'description': 'OK'}]");
    CHECK(d.process("g:a").state() == process_state::stopping);
}

TEST_CASE("all are started and stopped without waiting when that is asked for") {
    served_daemon d;
    d.program("a", forever).startsecs = 100s;
    CHECK(d.begin("supervisor.startAllProcesses", {false})->text() ==
          "[{'name': 'a', 'group': 'a', 'status': 80, 'description': 'OK'}]");
    CHECK(d.begin("supervisor.stopAllProcesses", {false})->text() ==
          "[{'name': 'a', 'group': 'a', 'status': 80, 'description': 'OK'}]");
}

TEST_CASE("a signal reaches a process by name or number") {
    served_daemon d;
    d.program("a", "trap \"echo got it\" USR1; echo ready; while :; do sleep 0.01; done");
    CHECK(d.ask("supervisor.signalProcess", {"a", "USR1"}) == "<Fault 70: 'NOT_RUNNING: a'>");
    d.ask("supervisor.startProcess", {"a"});
    wait_until([&] { return read_whole(d.dir / "a.out") == "ready\n"; }, 5s, "it listens", d.map);
    for (const medusa::xmlrpc_value& signal :
         {medusa::xmlrpc_value("SIGUSR1"), medusa::xmlrpc_value("10"), medusa::xmlrpc_value(10)}) {
        const auto before = read_whole(d.dir / "a.out").size();
        CHECK(d.ask("supervisor.signalProcess", {"a", signal}) == "True");
        wait_until([&] { return read_whole(d.dir / "a.out").size() > before; }, 5s, "it got it",
                   d.map);
    }
    CHECK(d.ask("supervisor.signalProcess", {"a", "NOPE"}) == "<Fault 11: 'BAD_SIGNAL: NOPE'>");
    CHECK(d.ask("supervisor.signalProcess", {"b", "NOPE"}) == "<Fault 10: 'BAD_NAME: b'>");
    CHECK(d.ask("supervisor.signalProcess", {"a:*", "0"}) ==
          "[{'name': 'a', 'group': 'a', 'status': 80, 'description': 'OK'}]");
    CHECK(d.ask("supervisor.signalProcessGroup", {"a", "NOPE"}) ==
          "[{'name': 'a', 'group': 'a', 'status': 11, 'description': 'BAD_SIGNAL: NOPE'}]");
    CHECK(d.ask("supervisor.signalAllProcesses", {"0"}) ==
          "[{'name': 'a', 'group': 'a', 'status': 80, 'description': 'OK'}]");
    CHECK(d.ask("supervisor.signalProcessGroup", {"b", "0"}) == "<Fault 10: 'BAD_NAME: b'>");
}

TEST_CASE("a daemon that goes away drops what nobody can answer any more") {
    auto d = std::make_unique<served_daemon>();
    d->program("a", forever).startsecs = 100s;
    const auto start = d->begin("supervisor.startProcess", {"a"});
    d.reset();
    CHECK_FALSE(start->answered());
    CHECK(start.use_count() == 1);
}
