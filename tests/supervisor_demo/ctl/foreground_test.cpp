#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using supervisor::fault;

namespace {

const std::string greeting = "==> Press Ctrl-C to exit <==\n";

struct foreground : session {
    foreground() {
        answers("getProcessInfo(cat)", info("cat", "cat", "RUNNING", "up", 7));
        answers("sendProcessStdin", true);
        streams("/logtail/cat/stdout", {"out\n"}, false);
        streams("/logtail/cat/stderr", {"err\n"}, false);
    }
};

} // namespace

TEST_CASE_METHOD(foreground, "fg passes on what is typed, line by line, and shows both streams",
                 "[ctl]") {
    types({"one", "", "two"});
    CHECK(run("fg cat") == greeting + "out\nerr\nExiting foreground\n");
    CHECK(calls() == "getProcessInfo(cat) sendProcessStdin(cat,one\n) getProcessInfo(cat) "
                     "sendProcessStdin(cat,\n) getProcessInfo(cat) "
                     "sendProcessStdin(cat,two\n) getProcessInfo(cat)");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(foreground, "Ctrl-C leaves fg and not the shell", "[ctl]") {
    interrupts();
    types({"unread"});
    CHECK(run("fg cat") == greeting + "out\nerr\nExiting foreground\n");
    CHECK(calls() == "getProcessInfo(cat)");
    CHECK(stays());
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(foreground, "fg needs one program that runs", "[ctl]") {
    answers("getProcessInfo(old)", info("old", "old", "EXITED", "gone"));
    faults("getProcessInfo(nosuch)", fault::bad_name);
    CHECK(run("fg") == "ERROR: no process name supplied\n"
                       "fg <process>\tConnect to a process in foreground mode\n"
                       "\t\tCtrl-C to exit\n");
    CHECK(run("fg cat old") == "ERROR: too many process names supplied\n");
    CHECK(run("fg nosuch") == "ERROR: bad process name supplied\n");
    CHECK(run("fg old") == "ERROR: process not running\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(foreground, "fg ends when its program has", "[ctl]") {
    types({"bye", "unread"});
    SECTION("as the line is sent") {
        faults("sendProcessStdin", fault::not_running);
        CHECK(run("fg cat") == greeting + "out\nerr\nProcess got killed\nExiting foreground\n");
    }
    SECTION("and has no input") {
        faults("sendProcessStdin", fault::no_file, "cat");
        CHECK(run("fg cat") == greeting + "out\nerr\nERROR: NO_FILE: cat\nExiting foreground\n");
    }
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(foreground, "a stream that fails leaves fg the other one", "[ctl]") {
    stream_fails("/logtail/cat/stdout", [] { throw supervisor::http_status_error(404, "None"); });
    CHECK(run("fg cat") == greeting + "err\nExiting foreground\n");
    CHECK(errors() == "http://localhost:9001/logtail/cat/stdout Cannot read, status code 404\n");
}
