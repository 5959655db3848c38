#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using supervisor::fault;

namespace {

medusa::xmlrpc_value changes(medusa::xmlrpc_array added, medusa::xmlrpc_array changed,
                             medusa::xmlrpc_array removed) {
    return medusa::xmlrpc_array{
        medusa::xmlrpc_array{std::move(added), std::move(changed), std::move(removed)}};
}

medusa::xmlrpc_value config(const char* group, const char* name, bool inuse, bool autostart) {
    return medusa::xmlrpc_struct{{"group", group},  {"name", name},
                                 {"inuse", inuse},  {"autostart", autostart},
                                 {"group_prio", 7}, {"process_prio", 999}};
}

struct edited_file : session {
    edited_file() {
        answers("reloadConfig", changes({"new"}, {"other"}, {"old"}));
        answers("getAllProcessInfo", medusa::xmlrpc_array{info("old", "old", "RUNNING", ""),
                                                          info("other", "other", "RUNNING", "")});
        answers("stopProcessGroup", medusa::xmlrpc_array{});
        answers("removeProcessGroup", true);
        answers("addProcessGroup", true);
    }
};

} // namespace

TEST_CASE_METHOD(session, "avail shows every configured process", "[ctl]") {
    answers("getAllConfigInfo", medusa::xmlrpc_array{config("cat", "cat", true, true),
                                                     config("pair", "é", false, false)});
    CHECK(run("avail") == "cat                              in use    auto      7:999\n"
                          "pair:é                           avail     manual    7:999\n");
    faults("getAllConfigInfo", fault::shutdown_state);
    CHECK(run("avail") == "ERROR: supervisor shutting down\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(edited_file, "reread tells in order what the file would change", "[ctl]") {
    CHECK(run("reread") == "new: available\nold: disappeared\nother: changed\n");
    answers("reloadConfig", changes({}, {}, {}));
    CHECK(run("reread") == "No config updates to processes\n");
    CHECK(exitstatus() == 0);
    faults("reloadConfig", fault::cant_reread, "line 3");
    CHECK(run("reread") == "ERROR: CANT_REREAD: line 3\n");
    faults("reloadConfig", fault::shutdown_state);
    CHECK(run("reread") == "ERROR: supervisor shutting down\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(edited_file, "update removes and then replaces and then adds", "[ctl]") {
    const auto* line = GENERATE("update", "update all", "update old all");
    CHECK(run(line) == "old: stopped\nold: removed process group\n"
                       "other: stopped\nother: updated process group\n"
                       "new: added process group\n");
    CHECK(calls() == "reloadConfig() stopProcessGroup(old) removeProcessGroup(old) "
                     "stopProcessGroup(other) removeProcessGroup(other) addProcessGroup(other) "
                     "addProcessGroup(new)");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(edited_file, "update can be for some groups only", "[ctl]") {
    CHECK(run("update new") == "new: added process group\n");
    CHECK(exitstatus() == 0);
    CHECK(run("update nosuch other") ==
          "ERROR: no such group: nosuch\nother: stopped\nother: updated process group\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(edited_file, "update keeps a group that does not stop", "[ctl]") {
    answers("stopProcessGroup(old)", medusa::xmlrpc_array{result("old", "a", fault::success),
                                                          result("old", "b", fault::failed)});
    CHECK(run("update old") == "old: stopped\nold: has problems; not removing\n");
    CHECK(calls() == "reloadConfig() getAllProcessInfo() stopProcessGroup(old)");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "update of a file that cannot be read is an error", "[ctl]") {
    faults("reloadConfig", fault::cant_reread, "line 3");
    CHECK(run("update") == "error: CANT_REREAD: line 3\n");
    faults("reloadConfig", fault::shutdown_state);
    CHECK(run("update") == "ERROR: already shutting down\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "add says what became of each group", "[ctl]") {
    answers("addProcessGroup(a)", true);
    faults("addProcessGroup(b)", fault::already_added, "b");
    CHECK(run("add a b") == "a: added process group\nERROR: process group already active\n");
    CHECK(exitstatus() == 0);
    faults("addProcessGroup(c)", fault::bad_name, "c");
    faults("addProcessGroup(d)", fault::shutdown_state);
    CHECK(run("add c d") == "ERROR: no such process/group: c\nERROR: shutting down\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "remove says what became of each group", "[ctl]") {
    answers("removeProcessGroup(a)", true);
    CHECK(run("remove a") == "a: removed process group\n");
    CHECK(exitstatus() == 0);
    faults("removeProcessGroup(b)", fault::still_running, "b");
    faults("removeProcessGroup(c)", fault::bad_name, "c");
    CHECK(run("remove b c") ==
          "ERROR: process/group still running: b\nERROR: no such process/group: c\n");
    CHECK(exitstatus() == 1);
}
