#include "supervisor_demo/ctl/completion.hpp"
#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

namespace {

using words = std::vector<std::string>;

struct typing : session {
    typing() {
        answers("getAllProcessInfo", medusa::xmlrpc_array{info("cat", "cat", "RUNNING", ""),
                                                          info("web", "a", "RUNNING", ""),
                                                          info("web", "b", "RUNNING", "")});
        answers("getAllConfigInfo",
                medusa::xmlrpc_array{medusa::xmlrpc_struct{{"group", "new"}, {"name", "new"}},
                                     medusa::xmlrpc_struct{{"group", "web"}, {"name", "a"}},
                                     medusa::xmlrpc_struct{{"group", "web"}, {"name", "b"}}});
    }
};

} // namespace

TEST_CASE_METHOD(typing, "the first word is completed to a command", "[ctl]") {
    CHECK(completes("re") == words{"reload", "remove", "reread", "restart"});
    CHECK(completes(" re") == words{"reload", "remove", "reread", "restart"});
    CHECK(completes("h") == words{"help"});
    CHECK(completes("E").empty());
    CHECK(completes("").size() == 22);
    CHECK(completes("help sta") == words{"start", "status"});
    CHECK(completes("? sta") == words{"start", "status"});
}

TEST_CASE_METHOD(typing, "names are completed to processes and whole groups", "[ctl]") {
    for (const auto* command : {"clear", "fg", "pid", "restart", "start", "status", "stop", "tail"})
        CHECK(completes(std::string(command) + " ") == words{"cat", "web:a", "web:*", "web:b"});
    CHECK(completes("stop w") == words{"web:a", "web:*", "web:b"});
    CHECK(completes("stop cat:") == words{"cat:cat", "cat:*"});
    CHECK(completes("stop x").empty());
    CHECK(completes("stop al") == words{"all"});
    CHECK(completes("signal HUP a") == words{"all"});
    CHECK(completes("update a") == words{"all"});
    CHECK(completes("tail a").empty());
    CHECK(completes("stop cat c") == words{"cat"});
    CHECK(completes("fg cat c").empty());
}

TEST_CASE_METHOD(typing, "groups are completed, for add and update those of the file", "[ctl]") {
    CHECK(completes("remove ") == words{"cat", "web"});
    CHECK(completes("add n") == words{"new"});
    CHECK(completes("update w") == words{"web"});
}

TEST_CASE_METHOD(typing, "signals and channels are completed where they belong", "[ctl]") {
    CHECK(completes("signal H") == words{"HUP"});
    CHECK(completes("signal HUP c") == words{"cat"});
    CHECK(completes("tail -f c") == words{"cat"});
    CHECK(completes("tail -f cat std") == words{"stdout", "stderr"});
    CHECK(completes("tail -f cat w") == words{"web:a", "web:*", "web:b"});
}

TEST_CASE_METHOD(typing, "flags are completed once they are begun", "[ctl]") {
    CHECK(completes("status -") == words{"--json", "--watch"});
    CHECK(completes("status cat --w") == words{"--watch"});
    CHECK(completes("avail --") == words{"--json"});
    CHECK(completes("tail -") == words{"-f"});
    CHECK(completes("stop -").empty());
}

TEST_CASE_METHOD(typing, "what takes no words, and a daemon that is not there, complete nothing",
                 "[ctl]") {
    CHECK(completes("version ").empty());
    CHECK(completes("nonsense ").empty());
    fails("getAllProcessInfo", ECONNREFUSED);
    CHECK(completes("stop ").empty());
}
