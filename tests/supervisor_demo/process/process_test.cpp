#include "supervisor_demo/process/input_dispatcher.hpp"
#include "tests/supervisor_demo/process/supervised.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace supervisor;
using namespace std::chrono_literals;
using state = process_state;

TEST_CASE("a program that stays up becomes RUNNING and can be stopped") {
    supervised it;
    it.start();
    CHECK(it.p->state() == state::starting);
    it.wait_for(state::running);
    CHECK(it.p->description(it.p->start_time() + 3661s) ==
          "pid " + std::to_string(it.p->pid()) + ", uptime 1:01:01");
    CHECK(it.p->description(it.p->start_time() + 86400s) ==
          "pid " + std::to_string(it.p->pid()) + ", uptime 1 day, 0:00:00");
    CHECK(it.p->description(it.p->start_time() - 5s) ==
          "pid " + std::to_string(it.p->pid()) + ", uptime 0:00:00");
    CHECK_FALSE(it.p->stop());
    it.wait_for(state::stopped);
    CHECK(it.p->pid() == 0);
    CHECK(it.p->exitstatus() == -1);
    CHECK(it.moves == "STOPPED>STARTING STARTING>RUNNING RUNNING>STOPPING STOPPING>STOPPED ");
    CHECK(it.said() == "INFO spawned: 'p' with pid N\n"
                       "INFO success: p entered RUNNING state, process has stayed up for > than 0 "
                       "seconds (startsecs)\n"
                       "WARN stopped: p (terminated by SIGTERM)\n");
}

TEST_CASE("RUNNING comes after more than startsecs") {
    supervised it;
    it.config.startsecs = 1s;
    const auto begin = std::chrono::steady_clock::now();
    it.start();
    it.wait_for(state::running);
    const auto took = std::chrono::steady_clock::now() - begin;
    CHECK(took > 1s);
    CHECK(took < 1200ms);
}

TEST_CASE("an instant exit with startsecs 0 is EXITED and never BACKOFF") {
    supervised it("exit 0");
    it.start();
    it.wait_for(state::exited);
    CHECK(it.p->exitstatus() == 0);
    CHECK(it.p->spawnerr().empty());
    CHECK(it.moves == "STOPPED>STARTING STARTING>RUNNING RUNNING>EXITED(expected) ");
    CHECK(it.said().find("INFO exited: p (exit status 0; expected)\n") != std::string::npos);
}

TEST_CASE("a bad exit code is unexpected and says so") {
    supervised it("exit 3");
    it.start();
    it.wait_for(state::exited);
    CHECK(it.p->spawnerr() == "Bad exit code 3");
    CHECK(it.p->exitstatus() == 3);
    CHECK(it.said().find("WARN exited: p (exit status 3; not expected)\n") != std::string::npos);
    CHECK(it.moves.find("RUNNING>EXITED(unexpected)") != std::string::npos);
}

TEST_CASE("death by a signal is never expected") {
    supervised it("kill -USR1 $$");
    it.start();
    it.wait_for(state::exited);
    CHECK(it.p->exitstatus() == -1);
    CHECK(it.said().find("WARN exited: p (terminated by SIGUSR1; not expected)\n") !=
          std::string::npos);
}

TEST_CASE("a program that ends too early is tried startretries times more and then FATAL") {
    supervised it("echo run; exit 0");
    it.config.startsecs = 1s;
    it.config.startretries = 1;
    it.start();
    it.wait_for(state::fatal);
    CHECK(it.out() == "run\nrun\n");
    CHECK(it.p->backoff() == 0);
    CHECK(it.p->description() == "Exited too quickly (process log may have details)");
    CHECK_FALSE(it.p->exitstatus());
    CHECK(it.moves == "STOPPED>STARTING STARTING>BACKOFF BACKOFF>STARTING STARTING>BACKOFF "
                      "BACKOFF>FATAL ");
    CHECK(it.said() == "INFO spawned: 'p' with pid N\n"
                       "WARN exited: p (exit status 0; not expected)\n"
                       "INFO spawned: 'p' with pid N\n"
                       "WARN exited: p (exit status 0; not expected)\n"
                       "INFO gave up: p entered FATAL state, too many start retries too quickly\n");
}

TEST_CASE("a restart after an exit follows within milliseconds") {
    supervised it("exec sleep 100");
    it.config.restart = autorestart::always;
    it.start();
    it.wait_for(state::running);
    const auto first = it.p->pid();
    const auto begin = std::chrono::steady_clock::now();
    ::kill(first, SIGKILL);
    wait_until([&] { return it.p->pid() != first && it.p->pid() != 0; }, 1s, "it is up again",
               it.map);
    CHECK(std::chrono::steady_clock::now() - begin < 100ms);
}

TEST_CASE("autorestart unexpected looks at the exit code") {
    supervised it("exit $(cat code)");
    it.config.directory = it.dir.path();
    it.config.restart = autorestart::unexpected;
    it.config.exitcodes = {0, 2};
    it.dir.put("code", "1");
    it.start();
    wait_until([&] { return it.moves.find("EXITED>STARTING") != std::string::npos; }, 5s,
               "it is restarted after code 1", it.map);
    it.dir.put("code", "2");
    wait_until([&] { return it.moves.find("EXITED(expected)") != std::string::npos; }, 5s,
               "it ends with code 2", it.map);
    asyncore::poll(20ms, it.map);
    CHECK(it.p->state() == state::exited);
}

TEST_CASE("nothing is restarted while the daemon stops") {
    supervised it("exec sleep 100");
    it.config.restart = autorestart::always;
    it.start();
    it.wait_for(state::running);
    it.shared.mood = supervisor_state::shutdown;
    ::kill(it.p->pid(), SIGKILL);
    it.wait_for(state::exited);
    asyncore::poll(20ms, it.map);
    CHECK(it.p->state() == state::exited);
}

TEST_CASE("what ignores its stop signal is killed after stopwaitsecs") {
    supervised it(R"(trap "" TERM; echo ready; while :; do sleep 1; done)");
    it.config.stopwaitsecs = 1s;
    it.config.killasgroup = true;
    it.start();
    wait_until([&] { return it.out() == "ready\n"; }, 5s, "it is ready", it.map);
    it.p->stop();
    CHECK(it.p->state() == state::stopping);
    it.wait_for(state::stopped);
    CHECK(it.said().find("WARN killing 'p' (N) with SIGKILL\n"
                         "WARN stopped: p (terminated by SIGKILL)\n") != std::string::npos);
}

TEST_CASE("stopasgroup reaches the children of the program") {
    // Its own trap first: the child may be heard before the next word of the program is read.
    supervised it("trap : TERM; (trap \"echo child; exit\" TERM; echo up; "
                  "while :; do sleep 0.05; done) & wait; wait");
    it.config.stopasgroup = it.config.killasgroup = true;
    it.start();
    wait_until([&] { return it.out() == "up\n"; }, 5s, "it is up", it.map);
    it.p->stop();
    it.wait_for(state::stopped);
    CHECK(it.out() == "up\nchild\n");
}

TEST_CASE("a stop request ends the tries of a BACKOFF") {
    supervised it("exit 1");
    it.config.startsecs = 1s;
    it.start();
    it.wait_for(state::backoff);
    CHECK_FALSE(it.p->stop());
    CHECK(it.p->state() == state::stopped);
    asyncore::poll(20ms, it.map);
    CHECK(it.moves == "STOPPED>STARTING STARTING>BACKOFF BACKOFF>STOPPED ");
}

TEST_CASE("a signal is sent to the program and changes no state") {
    supervised it(R"(trap "echo got" USR1; echo up; while :; do sleep 0.02; done)");
    it.start();
    wait_until([&] { return it.out() == "up\n"; }, 5s, "it is up", it.map);
    CHECK_FALSE(it.p->signal(SIGUSR1));
    wait_until([&] { return it.out() == "up\ngot\n"; }, 5s, "it got the signal", it.map);
    it.wait_for(state::running);
}

TEST_CASE("a process that does not run cannot be signalled or stopped") {
    supervised it;
    it.make();
    CHECK(it.p->signal(SIGTERM) ==
          std::string("attempted to send p sig SIGTERM but it wasn't running"));
    CHECK(it.p->stop() ==
          std::string("attempted to kill p with sig SIGTERM but it wasn't running"));
    CHECK(it.p->description() == "Not started");
    CHECK(it.p->write_stdin("x") == stdin_answer::no_reader);
}

TEST_CASE("a second start of a running process is only a warning") {
    supervised it;
    it.start();
    const auto pid = it.p->pid();
    it.p->spawn();
    CHECK(it.p->pid() == pid);
    CHECK(it.said().find("WARN process 'p' already running\n") != std::string::npos);
}

TEST_CASE("an observer may start a process again in the moment it has ended") {
    supervised it("exit 0");
    int starts = 0;
    const auto again = it.shared.changes.subscribe([&](const state_change& change) {
        if (change.to == state::exited && ++starts < 3) change.who.spawn();
    });
    it.start();
    wait_until([&] { return starts == 3; }, 5s, "it has run three times", it.map);
    CHECK(it.p->state() == state::exited);
}

TEST_CASE("a child nobody knows is reaped with a line") {
    supervised it;
    const pid_t pid = ::fork();
    if (pid == 0) ::_exit(7);
    wait_until([&] { return it.said() == "INFO reaped unknown pid N (exit status 7)\n"; }, 5s,
               "it is reaped", it.map);
}

TEST_CASE("a date is printed as Supervisor prints it") {
    supervised it("exit 0");
    it.start();
    it.wait_for(state::exited);
    const auto text = it.p->description();
    CAPTURE(text);
    CHECK(std::regex_match(text, std::regex(R"([A-Z][a-z]{2} \d\d \d\d:\d\d (AM|PM))")));
}
