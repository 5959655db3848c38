#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using supervisor::fault;

namespace {

struct three_processes : session {
    three_processes() {
        answers("getAllProcessInfo",
                medusa::xmlrpc_array{info("cat", "cat", "RUNNING", "pid 7, uptime 0:00:01", 7),
                                     info("pair", "a", "STARTING", "", 8),
                                     info("pair", "b", "FATAL", "Exited too quickly")});
    }
};

} // namespace

TEST_CASE_METHOD(three_processes, "status shows a line for each process", "[ctl]") {
    const std::string all = "cat                              RUNNING   pid 7, uptime 0:00:01\n"
                            "pair:a                           STARTING  \n"
                            "pair:b                           FATAL     Exited too quickly\n";
    CHECK(run("status") == all);
    CHECK(run("status cat all") == all);
    CHECK(run("status pair:*") == all.substr(all.find("pair:a")));
    CHECK(run("status pair:") == all.substr(all.find("pair:a")));
    CHECK(run("status pair:b cat") ==
          all.substr(all.find("pair:b")) + all.substr(0, all.find("pair:a")));
}

TEST_CASE_METHOD(three_processes, "status ends with what it saw", "[ctl]") {
    SECTION("all that was asked for runs") {
        run("status cat pair:a");
        CHECK(exitstatus() == 0);
    }
    SECTION("something has stopped") {
        run("status");
        CHECK(exitstatus() == 3);
    }
    SECTION("something does not exist") {
        CHECK(run("status nosuch") == "nosuch: ERROR (no such process)\n");
        CHECK(run("status pair:c") == "pair:c: ERROR (no such process)\n");
        CHECK(run("status nosuch:*") == "nosuch: ERROR (no such group)\n");
        CHECK(exitstatus() == 4);
    }
    SECTION("something has stopped and something does not exist") {
        run("status pair:b nosuch");
        CHECK(exitstatus() == 3);
    }
}

TEST_CASE_METHOD(session, "status makes room for the longest name counted in characters", "[ctl]") {
    answers("getAllProcessInfo",
            medusa::xmlrpc_array{info("a-name-of-thirty-two-characters-é", "x", "RUNNING", "up"),
                                 info("é", "é", "RUNNING", "up")});
    CHECK(run("status") == "a-name-of-thirty-two-characters-é:x   RUNNING   up\n"
                           "é                                     RUNNING   up\n");
}

TEST_CASE_METHOD(three_processes, "pid shows the daemon or one process or all", "[ctl]") {
    answers("getPID", 42);
    answers("getProcessInfo(cat)", info("cat", "cat", "RUNNING", "", 7));
    answers("getProcessInfo(off)", info("off", "off", "STOPPED", ""));
    faults("getProcessInfo(nosuch)", fault::bad_name);
    CHECK(run("pid") == "42\n");
    CHECK(run("pid cat") == "7\n");
    CHECK(run("pid all") == "7\n8\n0\n");
    CHECK(exitstatus() == 0);
    CHECK(run("pid cat nosuch") == "7\nNo such process nosuch\n");
    CHECK(exitstatus() == 1);
    CHECK(run("pid off") == "0\n");
    CHECK(exitstatus() == 7);
}

TEST_CASE_METHOD(session, "a supervisord that cannot be asked is told in its own words", "[ctl]") {
    SECTION("nobody listens") {
        fails("getVersion", ECONNREFUSED);
        CHECK(run("start cat") == "http://localhost:9001 refused connection\n");
        CHECK(exitstatus() == 4);
    }
    SECTION("there is no socket file") {
        fails("getVersion", ENOENT);
        CHECK(run("start cat") == "http://localhost:9001 no such file\n");
        CHECK(exitstatus() == 7);
        CHECK(run("status") == "http://localhost:9001 no such file\n");
        CHECK(exitstatus() == 4);
    }
    SECTION("the socket is not ours to use") {
        fails("getVersion", EACCES);
        CHECK(run("status") == "error: cannot connect: Permission denied\n");
        CHECK(exitstatus() == 1);
    }
    SECTION("it speaks another version") {
        answers("getVersion", "4.0");
        CHECK(run("version") == "Sorry, this version of supervisorctl expects to talk to a server "
                                "with API version 3.0, but the remote version is 4.0.\n");
        CHECK(exitstatus() == 5);
    }
    SECTION("it has no such interface") {
        faults("getVersion", fault::unknown_method);
        CHECK(run("pid").find("Sorry, supervisord responded but did not recognize") == 0);
        CHECK(exitstatus() == 3);
    }
    SECTION("it is going") {
        faults("getVersion", fault::shutdown_state);
        CHECK(run("status") == "error: supervisord is shutting down\n");
        CHECK(exitstatus() == 1);
    }
}
