#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using supervisor::fault;

namespace {

medusa::xmlrpc_value priorities(const char* group, const char* name, int group_prio,
                                int process_prio) {
    return medusa::xmlrpc_struct{{"group", group},
                                 {"name", name},
                                 {"group_prio", group_prio},
                                 {"process_prio", process_prio}};
}

struct several : session {
    several() {
        answers("startProcess", true);
        answers("stopProcess", true);
        settles_backwards();
    }
};

struct a_group : several {
    a_group() {
        answers("getAllProcessInfo",
                medusa::xmlrpc_array{info("lone", "lone", "RUNNING", ""),
                                     info("g", "a", "RUNNING", ""), info("g", "b", "STOPPED", ""),
                                     info("g", "c", "STOPPING", ""),
                                     info("g", "d", "BACKOFF", "")});
        answers("getAllConfigInfo",
                medusa::xmlrpc_array{priorities("g", "a", 5, 20), priorities("g", "b", 5, 10),
                                     priorities("g", "c", 5, 30), priorities("g", "d", 5, 1)});
        shows_to_a_person();
    }
    std::string acts(const char* line) {
        calls();
        run(line);
        const std::string lists = "getAllProcessInfo() getAllConfigInfo() ";
        const auto all = calls();
        CHECK(all.find(lists) == 0);
        return all.substr(lists.size());
    }
};

} // namespace

TEST_CASE_METHOD(several, "names are acted on at once, and told to scripts in their order",
                 "[ctl]") {
    faults("stopProcess(b)", fault::bad_name);
    faults("stopProcess(c)", fault::not_running);
    CHECK(run("stop a b c") == "a: stopped\nb: ERROR (no such process)\nc: ERROR (not running)\n");
    CHECK(calls_at_once() == 3);
    CHECK(calls() == "stopProcess(a) stopProcess(b) stopProcess(c)");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(several, "a person sees each as it settles, and the exit status is the same",
                 "[ctl]") {
    faults("startProcess(a)", fault::spawn_error);
    faults("startProcess(c)", fault::bad_name);
    const std::string in_order = "a: ERROR (spawn error)\nb: started\nc: ERROR (no such process)\n";
    const std::string backwards =
        "c: ERROR (no such process)\nb: started\na: ERROR (spawn error)\n";
    SECTION("shown to a person") {
        shows_to_a_person();
        CHECK(run("start a b c") == backwards);
    }
    SECTION("read by a script") {
        CHECK(run("start a b c") == in_order);
    }
    CHECK(exitstatus() == 1); // of the last that failed, c
}

TEST_CASE_METHOD(several, "what two names have in common is acted on once for each, in order",
                 "[ctl]") {
    answers("stopProcessGroup(g)", medusa::xmlrpc_array{});
    run("stop a a b");
    CHECK(calls_at_once() == 2);
    run("stop a g:x g:* b");
    CHECK(calls_at_once() == 2);
    CHECK(calls() == "stopProcess(a) stopProcess(a) stopProcess(b) stopProcess(a) stopProcess(g:x) "
                     "stopProcessGroup(g) stopProcess(b)");
}

TEST_CASE_METHOD(several, "what no line is for ends the command where it stood", "[ctl]") {
    faults("stopProcess(b)", fault::shutdown_state);
    SECTION("read by a script") {
        CHECK(run("stop a b c") == "a: stopped\nerror: b: supervisord is shutting down\n");
    }
    SECTION("shown to a person") {
        shows_to_a_person();
        CHECK(run("stop a b c") ==
              "c: stopped\na: stopped\nerror: b: supervisord is shutting down\n");
    }
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(a_group, "for a person a group is acted on process by process, by priority",
                 "[ctl]") {
    CHECK(acts("stop g:*") == "stopProcess(g:d) stopProcess(g:a)");
    CHECK(acts("start g:*") == "startProcess(g:b) startProcess(g:c)");
    CHECK(acts("stop all") == "stopProcess(g:d) stopProcess(g:a) stopProcess(lone:lone)");
    answers("signalProcess", true);
    CHECK(acts("signal HUP g:*") ==
          "signalProcess(g:d,HUP) signalProcess(g:a,HUP) signalProcess(g:c,HUP)");
    faults("startProcessGroup(none)", fault::bad_name);
    CHECK(acts("start none:*") == "startProcessGroup(none)");
    CHECK(exitstatus() == 2);
    CHECK(run("start lone") == "lone: started\n");
    CHECK(calls() == "startProcess(lone)");
}

TEST_CASE_METHOD(a_group, "a daemon that cannot tell priorities is acted on in its own order",
                 "[ctl]") {
    faults("getAllConfigInfo", fault::failed);
    CHECK(acts("stop all") == "stopProcess(lone:lone) stopProcess(g:a) stopProcess(g:d)");
}

TEST_CASE_METHOD(a_group, "a large group is left to the daemon", "[ctl]") {
    medusa::xmlrpc_array many;
    std::vector<std::string> names;
    for (int i = 0; i < 65; ++i)
        names.push_back("n" + std::to_string(i));
    for (const auto& name : names)
        many.push_back(info("g", name.c_str(), "RUNNING", ""));
    answers("getAllProcessInfo", many);
    answers("stopAllProcesses", medusa::xmlrpc_array{result("g", "n0", fault::success)});
    CHECK(acts("stop all") == "stopAllProcesses()");
}

TEST_CASE_METHOD(a_group, "colours say how it went, on a terminal alone", "[ctl]") {
    shows_to_a_person(true);
    faults("stopProcess(b)", fault::not_running);
    CHECK(run("stop a") == "\33[32ma: stopped\33[0m\n");
    CHECK(run("stop b") == "\33[31mb: ERROR (not running)\33[0m\n");
    CHECK(run("status lone") == "\33[32mlone                             RUNNING   \33[0m\n");
}
