#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using supervisor::fault;

namespace {

struct interactive : session {
    interactive() : session(true) {}
};

} // namespace

TEST_CASE_METHOD(session, "clear names what it cleared", "[ctl]") {
    answers("clearProcessLogs", true);
    answers("clearAllProcessLogs", medusa::xmlrpc_array{result("pair", "a", fault::success),
                                                        result("pair", "b", fault::failed)});
    CHECK(run("clear cat pair:a") == "cat: cleared\npair:a: cleared\n");
    CHECK(exitstatus() == 0);
    CHECK(run("clear all") == "pair:a: cleared\npair:b: ERROR (failed)\n");
    CHECK(exitstatus() == 1);
    answers("getAllProcessInfo", medusa::xmlrpc_array{info("pair", "a", "RUNNING", "up")});
    CHECK(run("clear pair:*") == "pair:a: cleared\n");
    faults("clearProcessLogs", fault::bad_name);
    CHECK(run("clear nosuch none:*") ==
          "nosuch: ERROR (no such process)\nnone:None: ERROR (no such process)\n");
    CHECK(run("clear").find("Error: clear requires a process name\nclear <name>\t\tClear") == 0);
}

TEST_CASE_METHOD(session, "shutdown and reload do so without asking where nobody is", "[ctl]") {
    answers("shutdown", true);
    answers("restart", true);
    CHECK(run("shutdown") == "Shut down\n");
    CHECK(run("reload") == "Restarted supervisord\n");
    CHECK(calls() == "shutdown() restart()");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(interactive, "shutdown and reload ask a person first", "[ctl]") {
    answers("shutdown", true);
    answers("restart", true);
    types({"n", "Yes", "", "y"});
    CHECK(run("shutdown") == "Really shut the remote supervisord process down y/N? ");
    CHECK(run("shutdown") == "Really shut the remote supervisord process down y/N? Shut down\n");
    CHECK(run("reload") == "Really restart the remote supervisord process y/N? ");
    CHECK(run("reload") ==
          "Really restart the remote supervisord process y/N? Restarted supervisord\n");
    CHECK(calls() == "shutdown() restart()");
    CHECK(run("reload") == "Really restart the remote supervisord process y/N? "
                           "error: the input ended where an answer was expected\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "a supervisord on its way down is no failure of shutdown", "[ctl]") {
    faults("shutdown", fault::shutdown_state);
    faults("restart", fault::shutdown_state);
    CHECK(run("shutdown") == "ERROR: already shutting down\n");
    CHECK(exitstatus() == 0);
    CHECK(run("reload") == "ERROR: already shutting down\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "shutdown of what is not there asks whether it is down", "[ctl]") {
    fails("shutdown", ECONNREFUSED);
    CHECK(run("shutdown") ==
          "ERROR: http://localhost:9001 refused connection (already shut down?)\n");
    fails("shutdown", ENOENT);
    CHECK(run("shutdown") == "ERROR: http://localhost:9001 no such file (already shut down?)\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "open goes to another supervisord and shows its status", "[ctl]") {
    answers("getAllProcessInfo", medusa::xmlrpc_array{info("a", "a", "STOPPED", "Not started")});
    CHECK(run("open unix:///other.sock") ==
          "a                                STOPPED   Not started\n");
    CHECK(serverurl() == "unix:///other.sock");
    CHECK(exitstatus() == 0);
    CHECK(run("open https://x") == "ERROR: url must be http:// or unix://\n");
    CHECK(run("open http") == "ERROR: url must be http:// or unix://\n");
    CHECK(serverurl() == "unix:///other.sock");
    CHECK(exitstatus() == 1);
    wants_password("s3cret");
    CHECK(run("open http://bob:s3cret@other:9001").starts_with("a     "));
    CHECK(serverurl() == "http://other:9001");
}

TEST_CASE_METHOD(session, "version is the one of the daemon", "[ctl]") {
    answers("getSupervisorVersion", "4.2.5");
    CHECK(run("version") == "4.2.5\n");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(session, "commands without arguments refuse them", "[ctl]") {
    for (const std::string name : {"avail", "reload", "reread", "shutdown", "version"}) {
        const auto help = run("help " + name);
        CHECK(run(name + " x") == "Error: " + name + " accepts no arguments\n" + help);
    }
    CHECK(exitstatus() == 1);
    CHECK(calls() == "");
}
