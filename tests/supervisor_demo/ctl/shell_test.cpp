#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using supervisor::fault;

namespace {

struct interactive : session {
    interactive() : session(true) { answers("getPID", 42); }
};

} // namespace

TEST_CASE_METHOD(session, "a line is a name and what follows it", "[ctl]") {
    answers("getPID", 42);
    CHECK(run("  pid  ") == "42\n");
    CHECK(run("") == "");
    CHECK(run(" \t") == "");
    CHECK(exitstatus() == 0);
    CHECK(run("nonsense  x ") == "*** Unknown syntax: nonsense  x\n");
    CHECK(run("!pid") == "*** Unknown syntax: !pid\n");
    CHECK(run(":") == "*** Unknown syntax: :\n");
    CHECK(exitstatus() == 1);
    CHECK(run("pid:all").find("No such process") == std::string::npos);
}

TEST_CASE_METHOD(session, "help tells of one command or lists them", "[ctl]") {
    CHECK(run("help quit") == "quit\tExit the supervisor shell.\n");
    CHECK(run("?quit") == "quit\tExit the supervisor shell.\n");
    CHECK(run("help help") == "help\t\tPrint a list of available actions\n"
                              "help <action>\tPrint help for <action>\n");
    CHECK(run("help nosuch") == "*** No help on nosuch\n");
    CHECK(run("help EOF") == "*** No help on EOF\n");
    CHECK(run("help start stop") == "*** No help on start stop\n");
    const auto list = run("help");
    CHECK(list.find("\ndefault commands (type help <topic>):\n"
                    "=====================================\nadd  ") == 0);
    CHECK(list.find("EOF") == std::string::npos);
    CHECK(list.substr(list.size() - 2) == "\n\n");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(session, "a person at a terminal is also told what is ours", "[ctl]") {
    const auto help = run("help status");
    CHECK(help.find("--watch") == std::string::npos);
    shows_to_a_person();
    const auto more = run("help status");
    CHECK(more.find(help) == 0);
    CHECK(more.find("\nstatus --watch [<name>]\tA live table") != std::string::npos);
    CHECK(run("help quit") == "quit\tExit the supervisor shell.\n");
}

TEST_CASE_METHOD(session, "exit and quit and the end of the input leave the shell", "[ctl]") {
    const auto* line = GENERATE("exit", "quit", "EOF", "quit now");
    CHECK(run(line) == "\n");
    CHECK_FALSE(stays());
}

TEST_CASE_METHOD(interactive, "the shell shows the status and then a prompt for each line",
                 "[ctl]") {
    answers("getAllProcessInfo", medusa::xmlrpc_array{info("a", "a", "RUNNING", "up")});
    const std::string status = "a                                RUNNING   up\n";
    SECTION("until it is told to go") {
        types({"pid", "", "exit", "pid"});
        CHECK(loop() == status + "supervisor> 42\nsupervisor> supervisor> \n");
    }
    SECTION("until the input ends") {
        types({"pid"});
        CHECK(loop() == status + "supervisor> 42\nsupervisor> \n");
    }
}

TEST_CASE_METHOD(session, "what a command throws is a line and a status", "[ctl]") {
    answers("getPID", "no number");
    CHECK(run("pid").find("error: ") == 0);
    CHECK(exitstatus() == 1);
    CHECK(stays());
}

TEST_CASE_METHOD(session, "a fault that no command has a sentence for has one", "[ctl]") {
    faults("getPID", fault::shutdown_state);
    CHECK(run("pid") == "error: supervisord is shutting down\n");
    faults("getPID", fault::unknown_method);
    CHECK(run("pid") == "error: supervisord does not know how to do this\n");
    faults("getPID", fault::bad_arguments, "x");
    CHECK(run("pid") == "error: supervisord refuses what it is asked: BAD_ARGUMENTS: x\n");
    faults("getPID", fault::failed, "x");
    CHECK(run("pid") == "error: FAILED: x\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "without a person a password that is missing is an error", "[ctl]") {
    wants_password("s3cret");
    CHECK(run("status") == "Server requires authentication\nerror: 401 Unauthorized\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(interactive, "a person is asked for the password until it is right", "[ctl]") {
    wants_password("s3cret");
    types({"kermit", "wrong", "kermit", "s3cret"});
    const std::string question = "Server requires authentication\nUsername:Password:\n";
    CHECK(run("pid") == question + question + "42\n");
    CHECK(run("pid") == "42\n");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(interactive, "a person who goes away is not waited for", "[ctl]") {
    wants_password("s3cret");
    types({"kermit"});
    CHECK(run("pid") == "Server requires authentication\nUsername:Password:"
                        "error: the input ended where a password was expected\n");
    CHECK(exitstatus() == 1);
}
