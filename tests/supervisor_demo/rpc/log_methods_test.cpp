#include "supervisor_demo/rpc/log_reading.hpp"
#include "tests/supervisor_demo/rpc/served_daemon.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace std::chrono_literals;

TEST_CASE("a log that goes to the null device is an empty one") {
    CHECK(supervisor::read_log("/dev/null", 0, 0).empty());
    CHECK(supervisor::read_log("/dev/null", -1600, 0).empty());
    const auto tail = supervisor::tail_log("/dev/null", -1600, 0);
    CHECK(tail.offset == 0);
    CHECK(tail.overflow);
}

TEST_CASE("a log is read by offset and length as Supervisor reads it") {
    struct example {
        std::int64_t offset;
        std::int64_t length;
        const char* read;
    };
    // What Supervisor's readFile gives for the file 0123456789.
    const auto [offset, length, read] = GENERATE(values<example>({
        {0, 0, "0123456789"},
        {0, 4, "0123"},
        {4, 3, "456"},
        {8, 100, "89"},
        {10, 0, ""},
        {100, 5, ""},
        {-3, 0, "789"},
        {-100, 0, "0123456789"},
        {-1, 1, "BAD_ARGUMENTS"},
        {0, -1, "BAD_ARGUMENTS"},
        {-1, -1, "BAD_ARGUMENTS"},
        {std::numeric_limits<std::int64_t>::min(), 0, "0123456789"},
        {0, std::numeric_limits<std::int64_t>::max(), "0123456789"},
    }));
    temp_dir dir;
    const std::string path = dir.put("log", "0123456789");
    CAPTURE(offset, length);
    std::string got;
    try {
        got = supervisor::read_log(path, offset, length);
    } catch (const medusa::xmlrpc_fault& fault) {
        got = fault.text();
    }
    CHECK(got == read);
}

TEST_CASE("a log is tailed by offset and length as Supervisor tails it") {
    struct example {
        std::int64_t offset;
        std::int64_t length;
        const char* bytes;
        bool overflow;
    };
    // What Supervisor's tailFile gives for the file 0123456789.
    const auto [offset, length, bytes, overflow] = GENERATE(values<example>({
        {0, 10, "0123456789", false},
        {0, 4, "6789", true},
        {0, 0, "", true},
        {4, 3, "789", true},
        {7, 3, "789", false},
        {8, 5, "56789", false},
        {10, 5, "", false},
        {10, 0, "", false},
        {50, 5, "", false},
        {0, 100, "0123456789", false},
        {-5, 5, "56789", true},
        {0, -1, "", true},
    }));
    temp_dir dir;
    const std::string path = dir.put("log", "0123456789");
    CAPTURE(offset, length);
    const auto tail = supervisor::tail_log(path, offset, length);
    CHECK(tail.bytes == bytes);
    CHECK(tail.offset == 10);
    CHECK(tail.overflow == overflow);
}

TEST_CASE("what a file that is none is read as") {
    temp_dir dir;
    CHECK_THROWS_AS(supervisor::read_log(dir.path(), 0, 0), medusa::xmlrpc_fault);
    const auto tail = supervisor::tail_log(dir / "none", 7, 3);
    CHECK(tail.bytes.empty());
    CHECK(tail.offset == 7);
    CHECK_FALSE(tail.overflow);
}

TEST_CASE("the main log is read under both names") {
    served_daemon d;
    d.log.info("a line");
    const std::string whole = d.said();
    CHECK(d.ask("supervisor.readLog", {0, 0}) == "'" + whole + "'");
    CHECK(d.ask("supervisor.readMainLog", {-7, 0}) == "'a line\n'");
    CHECK(d.ask("supervisor.readLog", {"0", "10"}) == "'" + whole.substr(0, 10) + "'");
    CHECK(d.ask("supervisor.readLog", {-1, 5}) == "<Fault 3: 'BAD_ARGUMENTS'>");
    std::filesystem::remove(d.dir / "main.log");
    CHECK(d.ask("supervisor.readLog", {0, 0}) ==
          "<Fault 20: 'NO_FILE: " + (d.dir / "main.log") + "'>");
    CHECK(d.ask("supervisor.clearLog") == "<Fault 20: 'NO_FILE'>");
}

TEST_CASE("the main log is cleared") {
    served_daemon d;
    d.log.info("a line");
    CHECK(d.ask("supervisor.clearLog") == "True");
    CHECK(d.said().empty());
    d.log.info("another");
    CHECK(d.said().find("INFO another\n") != std::string::npos);
}

TEST_CASE("the logs of a process are read and tailed under all their names") {
    served_daemon d;
    d.program("a", "echo 0123456789; echo complaint >&2; exec sleep 1000");
    CHECK(d.ask("supervisor.readProcessStdoutLog", {"a", 0, 0}) ==
          "<Fault 20: 'NO_FILE: " + (d.dir / "a.out") + "'>");
    CHECK(d.ask("supervisor.tailProcessStdoutLog", {"a", 0, 10}) == "['', 0, False]");
    d.ask("supervisor.startProcess", {"a"});
    wait_until([&] { return read_whole(d.dir / "a.err") == "complaint\n"; }, 5s, "it wrote", d.map);
    wait_until([&] { return read_whole(d.dir / "a.out").size() == 11; }, 5s, "it wrote", d.map);
    for (const char* name : {"supervisor.readProcessStdoutLog", "supervisor.readProcessLog"})
        CHECK(d.ask(name, {"a", 2, 3}) == "'234'");
    CHECK(d.ask("supervisor.readProcessStderrLog", {"a", -4, 0}) == "'int\n'");
    for (const char* name : {"supervisor.tailProcessStdoutLog", "supervisor.tailProcessLog"})
        CHECK(d.ask(name, {"a", 0, 3}) == "['89\n', 11, True]");
    CHECK(d.ask("supervisor.tailProcessStderrLog", {"a", 0, 100}) == "['complaint\n', 10, False]");
    for (const char* name : {"supervisor.readProcessStdoutLog", "supervisor.tailProcessStderrLog"})
        CHECK(d.ask(name, {"b", 0, 0}) == "<Fault 10: 'BAD_NAME: b'>");
    CHECK(d.ask("supervisor.readProcessStderrLog", {"a:*", 0, 0}) == "<Fault 10: 'BAD_NAME: a:*'>");
}

TEST_CASE("a process without a log file is NO_FILE without a path") {
    served_daemon d;
    d.program("a", "exec cat").stdout_stream.logfile = {supervisor::logfile_name::kind::none, ""};
    CHECK(d.ask("supervisor.readProcessStdoutLog", {"a", 0, 0}) == "<Fault 20: 'NO_FILE'>");
    CHECK(d.ask("supervisor.tailProcessStdoutLog", {"a", 0, 0}) == "['', 0, False]");
}

TEST_CASE("the logs of processes are cleared") {
    served_daemon d;
    d.program("a", "echo out; echo err >&2; exec sleep 1000");
    d.program("idle", "exec cat");
    d.ask("supervisor.startProcess", {"a"});
    wait_until([&] { return read_whole(d.dir / "a.err") == "err\n"; }, 5s, "it wrote", d.map);
    wait_until([&] { return read_whole(d.dir / "a.out") == "out\n"; }, 5s, "it wrote", d.map);
    CHECK(d.ask("supervisor.clearProcessLogs", {"a"}) == "True");
    CHECK(read_whole(d.dir / "a.out").empty());
    CHECK(read_whole(d.dir / "a.err").empty());
    CHECK(d.ask("supervisor.clearProcessLog", {"idle"}) == "True");
    CHECK(d.ask("supervisor.clearProcessLog", {"b"}) == "<Fault 10: 'BAD_NAME: b'>");
    CHECK(d.ask("supervisor.clearAllProcessLogs") ==
          "[{'name': 'a', 'group': 'a', 'status': 80, 'description': 'OK'}, "
          "{'name': 'idle', 'group': 'idle', 'status': 80, 'description': 'OK'}]");
}
