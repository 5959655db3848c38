#include "supervisor_demo/process/input_dispatcher.hpp"
#include "supervisor_demo/process/output_dispatcher.hpp"
#include "tests/supervisor_demo/process/supervised.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;
using namespace std::chrono_literals;
using state = process_state;

TEST_CASE("stdout and stderr go to their own logs") {
    supervised it("echo out; echo err >&2");
    it.start();
    it.wait_for(state::exited);
    CHECK(it.out() == "out\n");
    CHECK(it.err() == "err\n");
}

TEST_CASE("redirect_stderr puts both into one log in the order they were written") {
    supervised it("echo 1; echo 2 >&2; echo 3");
    it.config.redirect_stderr = true;
    it.start();
    it.wait_for(state::exited);
    CHECK(it.out() == "1\n2\n3\n");
    CHECK(it.p->stderr_logfile().empty());
}

TEST_CASE("all that was written is in the log when the process is EXITED") {
    supervised it("head -c 3000000 /dev/zero");
    it.config.stdout_stream.maxbytes = 0;
    it.start();
    it.wait_for(state::exited);
    CHECK(it.out().size() == 3'000'000);
}

TEST_CASE("what follows a flood of output is in the log while the program goes on") {
    supervised it(
        "head -c 3000000 /dev/zero; echo; echo after; sleep 0.01; echo it; exec sleep 100");
    it.config.stdout_stream.maxbytes = 0;
    it.start();
    wait_until([&] { return it.out().size() == 3'000'000 + 10; }, 20s, "all of it is in the log",
               it.map);
    CHECK(it.out().ends_with("\nafter\nit\n"));
}

TEST_CASE("a flood of one program does not keep another from being heard") {
    supervised flood("exec cat /dev/zero");
    flood.config.stdout_stream.maxbytes = 1'000'000;
    flood.config.stdout_stream.backups = 0;
    flood.start();
    wait_until([&] { return flood.out().size() > 100'000; }, 20s, "the flood has begun", flood.map);
    process_config quiet = flood.config;
    quiet.command = "/bin/sh -c 'echo heard; exec sleep 100'";
    quiet.stdout_stream.logfile.path = flood.dir / "quiet.log";
    process other(quiet, "g", flood.shared);
    other.spawn();
    wait_until([&] { return read_whole(flood.dir / "quiet.log") == "heard\n"; }, 20s,
               "the other is heard", flood.map);
    ::kill(other.pid(), SIGKILL);
}

TEST_CASE("a grandchild that keeps the pipe open does not keep the process from its end") {
    supervised it("echo before; sleep 5 & exit 0");
    it.start();
    const auto begin = std::chrono::steady_clock::now();
    it.wait_for(state::exited);
    CHECK(it.out() == "before\n");
    CHECK(std::chrono::steady_clock::now() - begin < 2s);
}

TEST_CASE("logs rotate by maxbytes with what one read brings at most") {
    supervised it("for i in 1 2 3 4 5 6; do echo 0123456789; sleep 0.02; done");
    it.config.stdout_stream.maxbytes = 22;
    it.config.stdout_stream.backups = 1;
    it.start();
    it.wait_for(state::exited);
    CHECK(read_whole(it.dir / "out.log.1").size() >= 22);
    CHECK_FALSE(std::filesystem::exists(it.dir / "out.log.2"));
}

TEST_CASE("what is written to stdin arrives whole however slow the reader") {
    supervised it("sleep 0.1; head -c 1000000 | md5sum");
    it.start();
    const std::string data(1'000'000, 'x');
    CHECK(it.p->write_stdin(data) == stdin_answer::taken);
    it.wait_for(state::exited);
    CHECK(it.out().substr(0, 8) == "ec78dbd9");
}

TEST_CASE("what waits for a program that does not read has a bound") {
    supervised it("read go; exec cat");
    it.config.stdout_stream.maxbytes = 0;
    it.start();
    // A pipe takes 64 KiB of it by itself.
    const std::string half(input_dispatcher::max_queued / 2, 'x');
    CHECK(it.p->write_stdin(half) == stdin_answer::taken);
    CHECK(it.p->write_stdin(half) == stdin_answer::taken);
    CHECK(it.p->write_stdin(half) == stdin_answer::no_room);
    CHECK(it.p->write_stdin("\n") == stdin_answer::taken); // which lets it go on
    CHECK(it.p->stop() == std::nullopt);
    it.wait_for(state::stopped);
}

TEST_CASE("a closed stdin is reported and harms nobody") {
    supervised it("exec <&-; echo closed; exec sleep 100");
    it.start();
    wait_until([&] { return it.out() == "closed\n"; }, 5s, "stdin is closed", it.map);
    it.p->write_stdin("first");
    CHECK(it.p->write_stdin("second") == stdin_answer::no_reader);
    wait_until([&] { return it.p->state() == state::running; }, 5s, "it runs on", it.map);
}

TEST_CASE("logs are opened again and cleared while the program runs") {
    supervised it("while read line; do echo $line; done");
    it.start();
    it.p->write_stdin("one\n");
    wait_until([&] { return it.out() == "one\n"; }, 5s, "one", it.map);
    std::filesystem::rename(it.dir / "out.log", it.dir / "moved");
    it.p->reopen_logs();
    it.p->write_stdin("two\n");
    wait_until([&] { return it.out() == "two\n"; }, 5s, "two", it.map);
    it.p->clear_logs();
    CHECK(it.out().empty());
    it.p->write_stdin("three\n");
    wait_until([&] { return it.out() == "three\n"; }, 5s, "three", it.map);
    CHECK(read_whole(it.dir / "moved") == "one\n");
}

TEST_CASE("a disk that is full costs output and one line of the log") {
    supervised it("echo a; sleep 0.05; echo b; sleep 0.05; echo c");
    it.config.stdout_stream.logfile.path = "/dev/full";
    it.start();
    it.wait_for(state::exited);
    const auto said = it.said();
    CAPTURE(said);
    const auto line = said.find("ERRO could not write the stdout of 'p' to /dev/full: "
                                "No space left on device\n");
    CHECK(line != std::string::npos);
    CHECK(said.find("ERRO", line + 1) == std::string::npos);
}

TEST_CASE("output is shown in the log at level debug") {
    supervised it("printf \"a\\tb\\n\"; printf \"\\377\\047\\t\" >&2");
    it.log.open(it.dir / "main.log", {});
    temp_dir other;
    logger debug(log_level::debug);
    debug.open(other / "debug.log", {});
    supervision shared(it.map, debug);
    const asyncore::signal_handler ended(
        {SIGCHLD}, [&](int) { shared.children.reap(); }, it.map);
    process p(it.config, "g", shared);
    p.spawn();
    wait_until([&] { return p.state() == state::exited; }, 5s, "it ends", it.map);
    const auto said = read_whole(other / "debug.log");
    CAPTURE(said);
    CHECK(said.find("DEBG 'p' stdout output:\na\tb\n") != std::string::npos);
    CHECK(said.find("DEBG 'p' stderr output:\nUndecodable: b\"\\xff'\\t\"\n") != std::string::npos);
    CHECK(std::regex_search(said, std::regex(R"(DEBG fd \d+ closed, stopped monitoring )"
                                             R"(<POutputDispatcher at \d+ for <Subprocess at \d+ )"
                                             R"(with name p in state [A-Z]+> \(stdout\)>)")));
}

TEST_CASE("strip_ansi removes escape sequences") {
    CHECK(strip_escapes("a\x1b[31mred\x1b[0m b") == "ared b");
    CHECK(strip_escapes("plain") == "plain");
    CHECK(strip_escapes("cut \x1b[3") == "cut ");
    CHECK(strip_escapes("\x1b[2J\x1b[1;1Hx") == "x");
    supervised it(R"(printf "\033[31mred\033[0m\n")");
    it.shared.strip_ansi = true;
    it.start();
    it.wait_for(state::exited);
    CHECK(it.out() == "red\n");
}

TEST_CASE("an automatic log is made with the process and used by it") {
    supervised it("echo x");
    it.shared.childlogdir = it.dir.path();
    it.config.stdout_stream.logfile = {};
    it.start();
    const auto path = it.p->stdout_logfile();
    CHECK(path.find("/p-stdout---supervisor-") != std::string::npos);
    it.wait_for(state::exited);
    CHECK(read_whole(path) == "x\n");
}
