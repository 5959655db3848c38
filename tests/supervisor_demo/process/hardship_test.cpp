#include "tests/supervisor_demo/process/faults.hpp"
#include "tests/supervisor_demo/process/supervised.hpp"

#include <catch2/catch.hpp>

#include <cerrno>

using namespace supervisor;
using namespace std::chrono_literals;
using state = process_state;

namespace {

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1))
        ++found;
    return found;
}

// For as long as it lives.
struct clock_set {
    explicit clock_set(time_t ahead) { faults::clock_ahead = ahead; }
    ~clock_set() { faults::clock_ahead = 0; }
};

} // namespace

TEST_CASE("a process table that stays full is tried again until there is room") {
    supervised it;
    it.config.startretries = 1000;
    {
        const fault no_fork(faults::fork_errno, EAGAIN);
        it.start();
        wait_until([&] { return it.p->backoff() == 3; }, 20s, "it was tried three times", it.map);
        CHECK(it.p->pid() == 0);
        CHECK(it.p->spawnerr() == "Too many processes in process table to spawn 'p'");
    }
    it.wait_for(state::running, 20000);
    CHECK(it.p->spawnerr().empty());
    CHECK(it.p->backoff() == 0);
    CHECK(count(it.said(), "spawnerr: Too many processes") == 3);
    CHECK(count(it.said(), "spawned: 'p'") == 1);
}

TEST_CASE("a clock that jumps while a process starts neither hastens nor delays it") {
    const time_t jump = GENERATE(-86400, 86400);
    supervised it;
    it.config.startsecs = 1s;
    it.start();
    const auto begin = std::chrono::steady_clock::now();
    const clock_set wrong(jump);
    it.wait_for(state::running);
    CHECK(std::chrono::steady_clock::now() - begin > 900ms);
}

TEST_CASE("a clock that jumps does not keep a process from its next try or from its end") {
    const time_t jump = GENERATE(-86400, 86400);
    supervised it("exit 1");
    it.config.startsecs = 5s;
    it.config.startretries = 1;
    it.start();
    it.wait_for(state::backoff);
    const clock_set wrong(jump);
    it.wait_for(state::fatal, 10000);
    CHECK(it.moves == "STOPPED>STARTING STARTING>BACKOFF BACKOFF>STARTING STARTING>BACKOFF "
                      "BACKOFF>FATAL ");
}

TEST_CASE("a clock that jumps does not keep a deaf program from being killed") {
    const time_t jump = GENERATE(-86400, 86400);
    supervised it("trap \"\" TERM; echo deaf; while :; do sleep 0.05; done");
    it.config.stopwaitsecs = 1s;
    it.start();
    wait_until([&] { return it.out() == "deaf\n"; }, 5s, "it is deaf", it.map);
    it.wait_for(state::running);
    it.p->stop();
    const clock_set wrong(jump);
    it.wait_for(state::stopped, 10000);
    CHECK(count(it.said(), "killing 'p' (N) with SIGKILL") == 1);
}

TEST_CASE("a clock that was set back shows no negative time") {
    supervised it;
    it.start();
    it.wait_for(state::running);
    const clock_set wrong(-86400);
    CHECK(it.p->description() == "pid " + std::to_string(it.p->pid()) + ", uptime 0:00:00");
}

TEST_CASE("a disk that fails is told once and again after it has worked") {
    supervised it("while read line; do echo $line; echo $line >&2; done");
    faults::broken_file = "/out.log";
    it.start();
    // What is on stderr has been on stdout before.
    const auto say = [&it](const std::string& line) {
        it.p->write_stdin(line + "\n");
        wait_until([&] { return it.err().ends_with(line + "\n"); }, 5s, line + " is said", it.map);
        // Its stdout may be the next event.
        it.p->write_stdin("then " + line + "\n");
        wait_until([&] { return it.err().ends_with("then " + line + "\n"); }, 5s, line, it.map);
    };
    {
        const fault broken(faults::write_errno, EIO);
        say("one");
        say("two");
        CHECK(it.out().empty());
        CHECK(count(it.said(), "ERRO could not write the stdout of 'p' to " +
                                   it.p->stdout_logfile() + ": Input/output error\n") == 1);
    }
    say("three");
    CHECK(it.out().find("three\n") != std::string::npos);
    {
        const fault broken(faults::write_errno, ENOSPC);
        say("four");
        CHECK(count(it.said(), "No space left on device\n") == 1);
    }
    it.wait_for(state::running);
}

TEST_CASE("output goes to syslog line by line under the name of the process") {
    faults::sent_to_syslog.clear();
    supervised it("printf \"one\\ntwo\\n\"; echo three >&2");
    it.config.stdout_stream.syslog = true;
    it.start();
    it.wait_for(state::exited);
    CHECK(faults::sent_to_syslog == std::vector<std::string>{"p one", "p two"});
    CHECK(it.out() == "one\ntwo\n"); // as well
    CHECK(it.err() == "three\n");
}

TEST_CASE("the main log goes to syslog with its own time and level") {
    faults::sent_to_syslog.clear();
    logger log;
    log.open_syslog();
    log.warn("one\ntwo");
    REQUIRE(faults::sent_to_syslog.size() == 2);
    CHECK(std::regex_match(faults::sent_to_syslog[0],
                           std::regex(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} WARN one)")));
    CHECK(faults::sent_to_syslog[1] == "two");
}
