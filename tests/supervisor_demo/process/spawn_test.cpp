#include "supervisor_demo/process/child_environment.hpp"
#include "supervisor_demo/process/spawn_stage.hpp"
#include "tests/supervisor_demo/process/faults.hpp"
#include "tests/supervisor_demo/process/supervised.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace supervisor;
using namespace std::chrono_literals;
using state = process_state;

namespace {

// Starts what cannot be started, once; what is told about it.
std::string spawnerr(supervised& it) {
    it.config.startretries = 0;
    it.start();
    it.wait_for(state::fatal);
    CHECK(it.moves == "STOPPED>STARTING STARTING>BACKOFF BACKOFF>FATAL ");
    CHECK(it.said().find("INFO spawnerr: " + it.p->spawnerr() + "\n") != std::string::npos);
    CHECK(it.p->description() == it.p->spawnerr());
    return it.p->spawnerr();
}

} // namespace

TEST_CASE("a command that is not there is a spawn error") {
    supervised it;
    it.config.command = "no-such-program -x";
    CHECK(spawnerr(it) == "can't find command 'no-such-program'");
}

TEST_CASE("PATH of the program's own environment is where it is looked for") {
    supervised it;
    it.config.command = "sh -c true";
    it.config.environment["PATH"] = "/nowhere";
    CHECK(spawnerr(it) == "can't find command 'sh'");
}

TEST_CASE("a log that is a directory is a spawn error") {
    supervised it;
    it.config.stdout_stream.logfile.path = it.dir.path();
    CHECK(spawnerr(it) == "unknown error making dispatchers for 'p': EISDIR");
}

TEST_CASE("no more descriptors is a spawn error") {
    supervised it;
    it.make();
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit few = before;
    const int next = ::dup(0);
    ::close(next);
    few.rlim_cur = static_cast<rlim_t>(next + 3);
    ::setrlimit(RLIMIT_NOFILE, &few);
    it.p->spawn();
    ::setrlimit(RLIMIT_NOFILE, &before);
    CHECK(it.p->state() == state::backoff);
    CHECK(it.p->spawnerr() == "too many open files to spawn 'p'");
    const int after = ::dup(0);
    ::close(after);
    CHECK(after == next); // none is left open
}

TEST_CASE("a full process table is a spawn error") {
    supervised it;
    const fault no_fork(faults::fork_errno, EAGAIN);
    CHECK(spawnerr(it) == "Too many processes in process table to spawn 'p'");
}

TEST_CASE("any other failure of fork is a spawn error") {
    supervised it;
    const fault no_fork(faults::fork_errno, ENOMEM);
    CHECK(spawnerr(it) == "unknown error during fork for 'p': ENOMEM");
}

TEST_CASE("a process that may not be signalled is UNKNOWN") {
    supervised it;
    it.start();
    it.wait_for(state::running);
    {
        const fault no_kill(faults::kill_errno, EPERM);
        CHECK(it.p->stop());
    }
    CHECK(it.p->state() == state::unknown);
    CHECK(it.said().find("CRIT unknown problem killing p (N)") != std::string::npos);
    ::kill(it.p->pid(), SIGKILL);
    wait_until([&] { return it.p->pid() == 0; }, 5s, "it is reaped", it.map);
    CHECK(it.p->state() == state::unknown);
}

TEST_CASE("a program that has just gone cannot be signalled and that is no problem") {
    supervised it;
    it.start();
    it.wait_for(state::running);
    {
        const fault gone(faults::kill_errno, ESRCH);
        CHECK_FALSE(it.p->signal(SIGUSR1));
    }
    CHECK(it.p->state() == state::running);
}

TEST_CASE("a file the kernel cannot run is said on stderr and to the parent") {
    supervised it;
    it.config.command = it.dir.put("junk", "junk");
    ::chmod(it.config.command.c_str(), 0755);
    it.config.startsecs = 1s;
    it.config.startretries = 0;
    it.start();
    it.wait_for(state::fatal);
    const auto sentence = "couldn't exec " + it.config.command + ": ENOEXEC";
    CHECK(it.err() == "supervisor: " + sentence + "\nsupervisor: child process was not spawned\n");
    CHECK(it.p->spawnerr() == sentence);
    CHECK(it.said().find("WARN exited: p (exit status 127; not expected)\n") != std::string::npos);
}

TEST_CASE("a missing directory is said on stderr") {
    supervised it;
    it.config.directory = "/no/such";
    it.start();
    it.wait_for(state::exited);
    CHECK(it.err() == "supervisor: couldn't chdir to /no/such: ENOENT\n"
                      "supervisor: child process was not spawned\n");
    CHECK(it.p->exitstatus() == 127);
}

TEST_CASE("an unknown user is said on stderr") {
    supervised it;
    it.config.uid = 54321;
    it.start();
    it.wait_for(state::exited);
    CHECK(it.err() == "supervisor: couldn't setuid to 54321: Can't find uid 54321\n"
                      "supervisor: child process was not spawned\n");
}

TEST_CASE("a program that itself ends with 127 is no failed spawn") {
    supervised it("exit 127");
    it.start();
    it.wait_for(state::exited);
    CHECK(it.p->spawnerr() == "Bad exit code 127");
}

TEST_CASE("every stage has a sentence") {
    for (int stage = 0; stage < static_cast<int>(spawn_stage::count); ++stage)
        CHECK(failure_sentence({1, static_cast<spawn_stage>(stage), EPERM}, {"a", "b", 5})
                  .find("couldn't ") == 0);
    CHECK(failure_sentence({1, spawn_stage::user_id, EAGAIN}, {"a", "b", 5}) ==
          "couldn't setuid to 5: EAGAIN");
    char small[8];
    CHECK(write_sentence({1, spawn_stage::exec, ENOENT}, {"a", "", 0}, small, sizeof small) == 8);
    CHECK(std::string(small, 8) == "couldn't");
}

TEST_CASE("a program starts with clean signals and descriptors in a group of its own") {
    supervised it("cat /proc/self/status | grep ^Sig; ls /proc/self/fd | tr \"\\n\" \" \"; "
                  "ps -o pgid= -p $$ | tr -d \" \\n\"");
    const int inherited = ::dup(0); // not close-on-exec
    std::signal(SIGXFSZ, SIG_IGN);
    it.start();
    const auto pid = it.p->pid();
    it.wait_for(state::exited);
    std::signal(SIGXFSZ, SIG_DFL);
    ::close(inherited);
    const auto out = it.out();
    CAPTURE(out);
    CHECK(out.find("SigBlk:\t0000000000000000") != std::string::npos);
    CHECK(out.find("SigIgn:\t0000000000000000") != std::string::npos);
    CHECK(out.find("SigCgt:\t0000000000000000") != std::string::npos);
    CHECK(out.find("\n0 1 2 3 " + std::to_string(pid)) != std::string::npos); // 3 is of ls
}

TEST_CASE("directory and umask are those of the section") {
    supervised it("pwd; umask");
    it.config.directory = "/usr";
    it.config.umask = 027;
    it.start();
    it.wait_for(state::exited);
    CHECK(it.out() == "/usr\n0027\n");
}

TEST_CASE("a user gets his uid and gid and groups") {
    if (::getuid() != 0) return;
    supervised it("id -u; id -g; id -G");
    it.config.uid = 1; // daemon
    it.start();
    it.wait_for(state::exited);
    CHECK(it.out() == "1\n1\n1\n");
}

TEST_CASE("the environment is ours then Supervisor's then the section's") {
    process_config config;
    config.name = "p";
    config.environment = {{"A", "1"}, {"HOME", "/mine"}};
    const auto value = [&](const std::string& name, const std::string& url) {
        std::string found = "none";
        int times = 0;
        for (const auto& entry : child_environment(config, "g", url)) {
            if (entry.rfind(name + "=", 0) != 0) continue;
            found = entry.substr(name.size() + 1);
            ++times;
        }
        CHECK(times <= 1);
        return found;
    };
    CHECK(value("A", "") == "1");
    CHECK(value("HOME", "") == "/mine");
    CHECK(value("PATH", "") == std::getenv("PATH"));
    CHECK(value("SUPERVISOR_ENABLED", "") == "1");
    CHECK(value("SUPERVISOR_PROCESS_NAME", "") == "p");
    CHECK(value("SUPERVISOR_GROUP_NAME", "") == "g");
    CHECK(value("SUPERVISOR_SERVER_URL", "") == "none");
    CHECK(value("SUPERVISOR_SERVER_URL", "unix:///x") == "unix:///x");
    config.serverurl = "http://me";
    CHECK(value("SUPERVISOR_SERVER_URL", "unix:///x") == "http://me");
    config.environment["SUPERVISOR_SERVER_URL"] = "set";
    CHECK(value("SUPERVISOR_SERVER_URL", "unix:///x") == "set");
}
