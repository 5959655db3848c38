#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using supervisor::fault;

TEST_CASE_METHOD(session, "start names what it started", "[ctl]") {
    answers("startProcess", true);
    answers("startProcessGroup(pair)",
            medusa::xmlrpc_array{result("pair", "a", fault::success),
                                 result("pair", "b", fault::already_started)});
    CHECK(run("start cat pair:a") == "cat: started\npair:a: started\n");
    CHECK(calls() == "startProcess(cat) startProcess(pair:a)");
    CHECK(run("start pair:*") == "pair:a: started\npair:b: ERROR (already started)\n");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(session, "start says why it could not", "[ctl]") {
    struct row {
        fault code;
        const char* what;
        int exitstatus;
    };
    const auto [code, what, expected] = GENERATE(values<row>({
        {fault::bad_name, "no such process", 1},
        {fault::no_file, "no such file", 1},
        {fault::not_executable, "file is not executable", 1},
        {fault::already_started, "already started", 0},
        {fault::spawn_error, "spawn error", 7},
        {fault::abnormal_termination, "abnormal termination", 7},
    }));
    faults("startProcess", code, "cat");
    CHECK(run("start cat") == std::string("cat: ERROR (") + what + ")\n");
    CHECK(exitstatus() == expected);
}

TEST_CASE_METHOD(session, "all among the names means all only", "[ctl]") {
    answers("startAllProcesses", medusa::xmlrpc_array{result("a", "a", fault::success)});
    answers("stopAllProcesses", medusa::xmlrpc_array{result("a", "a", fault::not_running)});
    answers("signalAllProcesses", medusa::xmlrpc_array{result("a", "a", fault::success)});
    CHECK(run("start cat all") == "a: started\n");
    CHECK(run("stop all") == "a: ERROR (not running)\n");
    CHECK(run("signal HUP all") == "a: signalled\n");
    CHECK(calls() == "startAllProcesses() stopAllProcesses() signalAllProcesses(HUP)");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(session, "a group that does not exist has an exit status for each command",
                 "[ctl]") {
    for (const auto* method : {"startProcessGroup", "stopProcessGroup", "signalProcessGroup"})
        faults(method, fault::bad_name);
    SECTION("start") {
        CHECK(run("start no:*") == "no: ERROR (no such group)\n");
        CHECK(exitstatus() == 2);
    }
    SECTION("stop") {
        CHECK(run("stop no:") == "no: ERROR (no such group)\n");
        CHECK(exitstatus() == 1);
    }
    SECTION("signal") {
        CHECK(run("signal HUP no:*") == "no: ERROR (no such group)\n");
        CHECK(calls() == "signalProcessGroup(no,HUP)");
        CHECK(exitstatus() == 1);
    }
}

TEST_CASE_METHOD(session, "a result no one expects is an error", "[ctl]") {
    faults("startProcess", fault::shutdown_state);
    CHECK(run("start cat") == "error: cat: supervisord is shutting down\n");
    faults("startProcess", fault::still_running);
    CHECK(run("start cat") == "error: Unknown result code 91 for cat\n");
    faults("stopProcessGroup", fault::shutdown_state);
    CHECK(run("stop pair:*") == "error: supervisord is shutting down\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "stop names what it stopped and says why it could not", "[ctl]") {
    answers("stopProcess(cat)", true);
    faults("stopProcess(off)", fault::not_running, "off");
    CHECK(run("stop cat off") == "cat: stopped\noff: ERROR (not running)\n");
    CHECK(exitstatus() == 0);
    faults("stopProcess(odd)", fault::failed, "unknown problem");
    CHECK(run("stop odd") == "FAILED: unknown problem\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "restart stops all before it starts all", "[ctl]") {
    answers("stopProcess(a)", true);
    faults("stopProcess(b)", fault::not_running, "b");
    answers("startProcess", true);
    CHECK(run("restart a b") == "a: stopped\nb: ERROR (not running)\na: started\nb: started\n");
    CHECK(calls() == "stopProcess(a) stopProcess(b) startProcess(a) startProcess(b)");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(session, "signal sends what it was told", "[ctl]") {
    answers("signalProcess", true);
    CHECK(run("signal HUP cat pair:a") == "cat: signalled\npair:a: signalled\n");
    CHECK(calls() == "signalProcess(cat,HUP) signalProcess(pair:a,HUP)");
    faults("signalProcess", fault::bad_signal, "NO");
    CHECK(run("signal NO cat") == "cat: ERROR (bad signal name)\n");
    CHECK(exitstatus() == 1);
    faults("signalProcess", fault::not_running, "cat");
    CHECK(run("signal HUP cat") == "cat: ERROR (not running)\n");
    CHECK(exitstatus() == 7);
}

TEST_CASE_METHOD(session, "without a name nothing is called and the help is shown", "[ctl]") {
    CHECK(run("start").find("Error: start requires a process name\nstart <name>\t\tStart a") == 0);
    CHECK(exitstatus() == 2);
    CHECK(run("stop").find("Error: stop requires a process name\nstop <name>\t\tStop a") == 0);
    CHECK(exitstatus() == 1);
    CHECK(run("restart").find("Error: restart requires a process name\nrestart <name>") == 0);
    CHECK(run("signal HUP")
              .find("Error: signal requires a signal name and a process name\n"
                    "signal <signal name> <name>\t\tSignal a process\n") == 0);
    CHECK(calls() == "");
}
