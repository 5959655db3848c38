#include "supervisor_demo/config/config_error.hpp"
#include "tests/supervisor_demo/rpc/served_daemon.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a reread tells what was added changed and removed") {
    served_daemon d;
    d.program("same", "exec cat");
    d.program("changed", "exec cat");
    d.program("gone", "exec cat");
    d.daemon();
    CHECK(d.ask("supervisor.reloadConfig") == "[[[], [], []]]");
    d.config.groups.pop_back();
    d.config.groups[1].processes[0].command = "cat -v";
    d.program("new", "exec cat");
    CHECK(d.ask("supervisor.reloadConfig") == "[[['new'], ['changed'], ['gone']]]");
}

TEST_CASE("a configuration that cannot be read leaves the one there was") {
    served_daemon d;
    d.program("a", "exec cat");
    d.daemon();
    d.reread = []() -> supervisor::config {
        throw supervisor::config_error("File contains no section headers.");
    };
    CHECK(d.ask("supervisor.reloadConfig") ==
          "<Fault 92: 'CANT_REREAD: File contains no section headers.'>");
    CHECK(d.daemon().configuration().groups.size() == 1);
}

TEST_CASE("a group is added once and removed when it is stopped") {
    served_daemon d;
    d.program("a", "exec cat").autostart = false;
    d.daemon();
    d.program("b", "exec cat").autostart = false;
    d.ask("supervisor.reloadConfig");
    CHECK(d.ask("supervisor.addProcessGroup", {"b"}) == "True");
    CHECK(d.ask("supervisor.addProcessGroup", {"b"}) == "<Fault 90: 'ALREADY_ADDED: b'>");
    CHECK(d.ask("supervisor.addProcessGroup", {"c"}) == "<Fault 10: 'BAD_NAME: c'>");
    d.ask("supervisor.startProcess", {"b"});
    CHECK(d.ask("supervisor.removeProcessGroup", {"b"}) == "<Fault 91: 'STILL_RUNNING: b'>");
    d.ask("supervisor.stopProcess", {"b"});
    CHECK(d.ask("supervisor.removeProcessGroup", {"b"}) == "True");
    CHECK(d.ask("supervisor.removeProcessGroup", {"b"}) == "<Fault 10: 'BAD_NAME: b'>");
    CHECK(d.ask("supervisor.startProcess", {"b"}) == "<Fault 10: 'BAD_NAME: b'>");
}

TEST_CASE("the configuration of every process is told by name") {
    served_daemon d;
    auto& b = d.program("b", "exec cat", "g");
    b.command = "/bin/cat";
    b.stdout_stream.logfile = {supervisor::logfile_name::kind::automatic, ""};
    b.stderr_stream.logfile = {supervisor::logfile_name::kind::none, ""};
    b.stderr_stream.maxbytes = std::int64_t{3} << 30;
    b.restart = supervisor::autorestart::unexpected;
    d.daemon();
    auto& a = d.program("a", "exec cat");
    a.command = "/bin/true";
    a.directory = "/tmp";
    a.uid = 7;
    a.exitcodes = {0, 2};
    a.serverurl = "http://x:1";
    a.stdout_stream.logfile = {supervisor::logfile_name::kind::automatic, ""};
    a.stderr_stream.logfile = {supervisor::logfile_name::kind::file, "/tmp/a.err"};
    d.ask("supervisor.reloadConfig");
    CHECK(d.ask("supervisor.getAllConfigInfo") ==
          "[{'autostart': True, 'autorestart': False, 'directory': '/tmp', 'uid': 7, "
          "'command': '/bin/true', 'exitcodes': [0, 2], 'group': 'a', 'group_prio': 999, "
          "'inuse': False, 'killasgroup': False, 'name': 'a', 'process_prio': 999, "
          "'redirect_stderr': False, 'startretries': 3, 'startsecs': 0, "
          "'stdout_capture_maxbytes': 0, 'stdout_events_enabled': False, "
          "'stdout_logfile': 'auto', 'stdout_logfile_backups': 10, "
          "'stdout_logfile_maxbytes': 52428800, 'stdout_syslog': False, 'stopsignal': 15, "
          "'stopwaitsecs': 10, 'stderr_capture_maxbytes': 0, 'stderr_events_enabled': False, "
          "'stderr_logfile': '/tmp/a.err', 'stderr_logfile_backups': 10, "
          "'stderr_logfile_maxbytes': 52428800, 'stderr_syslog': False, "
          "'serverurl': 'http://x:1'}, "
          "{'autostart': True, 'autorestart': 'unexpected', 'directory': 'none', 'uid': 'none', "
          "'command': '/bin/cat', 'exitcodes': [0], 'group': 'g', 'group_prio': 999, "
          "'inuse': True, 'killasgroup': False, 'name': 'b', 'process_prio': 999, "
          "'redirect_stderr': False, 'startretries': 3, 'startsecs': 0, "
          "'stdout_capture_maxbytes': 0, 'stdout_events_enabled': False, "
          "'stdout_logfile': '" +
              d.process("g:b").stdout_logfile() +
              "', 'stdout_logfile_backups': 10, "
              "'stdout_logfile_maxbytes': 52428800, 'stdout_syslog': False, 'stopsignal': 15, "
              "'stopwaitsecs': 10, 'stderr_capture_maxbytes': 0, 'stderr_events_enabled': False, "
              "'stderr_logfile': 'none', 'stderr_logfile_backups': 10, "
              "'stderr_logfile_maxbytes': 2147483647, 'stderr_syslog': False, "
              "'serverurl': 'none'}]");
}

TEST_CASE("autorestart is true or false or the word unexpected") {
    served_daemon d;
    d.program("a", "exec cat").restart = supervisor::autorestart::always;
    CHECK(d.ask("supervisor.getAllConfigInfo").find("'autorestart': True,") != std::string::npos);
}
