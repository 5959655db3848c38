#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using supervisor::fault;

namespace {

struct shop : session {
    shop() {
        answers("getAllProcessInfo",
                medusa::xmlrpc_array{
                    info("db", "db", "RUNNING", "", 1), info("odd*", "odd*", "RUNNING", "", 5),
                    info("web", "api", "RUNNING", "", 2), info("web", "worker_1", "RUNNING", "", 3),
                    info("web", "worker_2", "RUNNING", "", 4)});
        for (const auto* method : {"startProcess", "stopProcess", "signalProcess",
                                   "clearProcessLogs", "readProcessStdoutLog"})
            answers(method, true);
        answers("stopProcessGroup(web)",
                medusa::xmlrpc_array{result("web", "api", fault::success)});
    }
    std::string stopped(const char* names) {
        run(std::string("stop ") + names);
        auto all = calls();
        const std::string infos = "getAllProcessInfo()";
        return all.substr(all.find(infos) == 0 ? std::min(infos.size() + 1, all.size()) : 0);
    }
};

} // namespace

TEST_CASE_METHOD(shop, "a glob without a colon is for names as status shows them", "[ctl]") {
    CHECK(stopped("w*") ==
          "stopProcess(web:api) stopProcess(web:worker_1) stopProcess(web:worker_2)");
    CHECK(stopped("d?") == "stopProcess(db)");
    CHECK(stopped("*[12]") == "stopProcess(web:worker_1) stopProcess(web:worker_2)");
    CHECK(stopped("*") == "stopProcess(db) stopProcess(odd*) stopProcess(web:api) "
                          "stopProcess(web:worker_1) stopProcess(web:worker_2)");
}

TEST_CASE_METHOD(shop, "a glob with a colon is for groups and for their processes", "[ctl]") {
    CHECK(stopped("web:w*") == "stopProcess(web:worker_1) stopProcess(web:worker_2)");
    CHECK(stopped("w*:*") ==
          "stopProcess(web:api) stopProcess(web:worker_1) stopProcess(web:worker_2)");
    CHECK(stopped("*:api") == "stopProcess(web:api)");
    CHECK(stopped("[w]eb:api") == "stopProcess(web:api)");
}

TEST_CASE_METHOD(shop, "a whole group and plain names ask for no list first", "[ctl]") {
    CHECK(stopped("web:*") == "stopProcessGroup(web)");
    CHECK(stopped("db web:api") == "stopProcess(db) stopProcess(web:api)");
}

TEST_CASE_METHOD(shop, "a name goes before a glob, and a process is named once", "[ctl]") {
    CHECK(stopped("odd*") == "stopProcess(odd*)");
    CHECK(stopped("db d* web:api web:a*") == "stopProcess(db) stopProcess(web:api)");
}

TEST_CASE_METHOD(shop, "a glob that nothing matches is a name that nobody has", "[ctl]") {
    faults("stopProcess(x*)", fault::bad_name);
    faults("stopProcess(web:x*)", fault::bad_name);
    CHECK(run("stop x* web:x*") ==
          "x*: ERROR (no such process)\nweb:x*: ERROR (no such process)\n");
    CHECK(exitstatus() == 1);
    CHECK(run("status x*") == "x*: ERROR (no such process)\n");
}

TEST_CASE_METHOD(shop, "globs are for every command that takes names", "[ctl]") {
    CHECK(run("start web:w*") == "web:worker_1: started\nweb:worker_2: started\n");
    CHECK(run("signal HUP web:w*") == "web:worker_1: signalled\nweb:worker_2: signalled\n");
    CHECK(run("clear web:w*") == "web:worker_1: cleared\nweb:worker_2: cleared\n");
    answers("getProcessInfo", info("", "", "RUNNING", "", 9));
    CHECK(run("pid web:w*") == "9\n9\n");
    CHECK(run("pid web:*") == "9\n9\n9\n");
    CHECK(run("restart web:w*") == "web:worker_1: stopped\nweb:worker_2: stopped\n"
                                   "web:worker_1: started\nweb:worker_2: started\n");
    const auto shown = run("status web:w* db");
    CHECK(shown.find("web:worker_1 ") == 0);
    CHECK(shown.find("api") == std::string::npos);
    CHECK(shown.find("\ndb ") != std::string::npos);
}
