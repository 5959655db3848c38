#include "supervisor_demo/config/load_config.hpp"
#include "tests/supervisor_demo/config/config_folder.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;

namespace {

const std::string head = "[supervisord]\n";

std::vector<std::string> names_of(const std::vector<process_config>& processes) {
    std::vector<std::string> names;
    for (const auto& process : processes)
        names.push_back(process.name);
    return names;
}

std::vector<std::string> names_of(const std::vector<group_config>& groups) {
    std::vector<std::string> names;
    for (const auto& group : groups)
        names.push_back(group.name);
    return names;
}

config load(const std::string& text, const std::map<std::string, std::string>& environment = {}) {
    return config_folder(text).load(environment);
}

} // namespace

TEST_CASE("an empty supervisord section gives the defaults", "[config]") {
    const auto loaded = load(head);
    const auto& own = loaded.supervisord;
    CHECK(own.logfile.ends_with("/supervisord.log"));
    CHECK(own.pidfile.ends_with("/supervisord.pid"));
    CHECK(own.childlogdir == "/tmp");
    CHECK(own.loglevel == log_level::info);
    CHECK(own.minfds == 1024);
    CHECK(own.identifier == "supervisor");
    CHECK(loaded.groups.empty());
    CHECK(loaded.servers.empty());
}

TEST_CASE("the folder of child logs is the one for temporary files", "[config]") {
    const config_folder folder(head);
    CHECK(folder.load({{"TMPDIR", folder.path()}}).supervisord.childlogdir == folder.path());
    CHECK(folder.load({{"TMPDIR", "/no/such"}}).supervisord.childlogdir == "/tmp");
}

TEST_CASE("a lone program makes a group of its name", "[config]") {
    const auto loaded = load(head + "[program:cat]\ncommand=/bin/cat\npriority=5\n");
    REQUIRE(names_of(loaded.groups) == std::vector<std::string>{"cat"});
    const auto& group = loaded.groups.front();
    CHECK(group.priority == 5);
    REQUIRE(group.processes.size() == 1);
    const auto& process = group.processes.front();
    CHECK(process.command == "/bin/cat");
    CHECK(process.priority == 5);
    CHECK(process.stopsignal == 15);
    CHECK(process.stdout_stream.logfile.type == logfile_name::kind::automatic);
}

TEST_CASE("numprocs makes processes with numbers", "[config]") {
    const auto loaded = load(head + "[program:p]\ncommand=/bin/p %(process_num)d of %(numprocs)d\n"
                                    "numprocs=3\nnumprocs_start=9\n"
                                    "process_name=%(program_name)s%(process_num)02d\n");
    const auto& processes = loaded.groups.front().processes;
    CHECK(names_of(processes) == std::vector<std::string>{"p09", "p10", "p11"});
    CHECK(processes.back().command == "/bin/p 11 of 3");
}

TEST_CASE("a group takes its members from the lone programs", "[config]") {
    const auto loaded = load(head + "[program:a]\ncommand=/bin/a\n[program:b]\ncommand=/bin/b\n"
                                    "[group:g]\nprograms=b,a\n[program:c]\ncommand=/bin/c\n");
    CHECK(names_of(loaded.groups) == std::vector<std::string>{"c", "g"});
    CHECK(names_of(loaded.groups.back().processes) == std::vector<std::string>{"b", "a"});
}

TEST_CASE("groups are sorted by priority and then name", "[config]") {
    const auto loaded = load(head + "[program:z]\ncommand=z\npriority=1\n[program:b]\ncommand=b\n"
                                    "[program:a]\ncommand=a\n[group:e]\npriority=-1\n");
    CHECK(names_of(loaded.groups) == std::vector<std::string>{"e", "z", "a", "b"});
}

TEST_CASE("a program's environment lies over that of supervisord", "[config]") {
    const auto loaded = load(head + "environment=A=1,B=2\n[program:p]\n"
                                    "command=p %(ENV_A)s %(ENV_B)s %(ENV_C)s\nenvironment=B=3\n",
                             {{"C", "4"}});
    const auto& process = loaded.groups.front().processes.front();
    CHECK(process.environment == std::map<std::string, std::string>{{"A", "1"}, {"B", "3"}});
    CHECK(process.command == "p 1 3 4");
}

TEST_CASE("a server may be asked by the names that are listed", "[config]") {
    const auto loaded = load(head + "[inet_http_server]\nport=127.0.0.1:9001\n"
                                    "allowed_hosts=box.example, other.example\n");
    REQUIRE(loaded.servers.size() == 1);
    CHECK(loaded.servers.front().allowed_hosts ==
          std::vector<std::string>{"box.example", "other.example"});
}

TEST_CASE("servers come in the order in which they are opened", "[config]") {
    const auto loaded = load(head + "[unix_http_server]\nfile=%(here)s/s.sock\nchmod=0770\n"
                                    "chown=root:root\n[inet_http_server:b]\nport=*:9001\n"
                                    "username=u\npassword=p\n");
    REQUIRE(loaded.servers.size() == 2);
    const auto& inet = loaded.servers.front();
    CHECK(inet.section == "inet_http_server:b");
    CHECK(inet.port == 9001);
    CHECK(inet.host.empty());
    CHECK(inet.username == "u");
    const auto& local = loaded.servers.back();
    CHECK(local.is_unix);
    CHECK(local.file.starts_with("/tmp/config_test-"));
    CHECK(local.chmod == 0770);
    CHECK(local.chown_gid == gid_t{0});
}

TEST_CASE("the command line wins over the file", "[config]") {
    const config_folder folder(head + "logfile=/tmp/file.log\nminfds=5\nnodaemon=false\n");
    options command_line;
    command_line.configfile = folder.file();
    command_line.minfds = 6;
    command_line.nodaemon = true;
    command_line.logfile = "/tmp/line.log";
    for (int reading = 0; reading < 2; ++reading) {
        const auto own = load_config(command_line, {}).supervisord;
        CHECK(own.minfds == 6);
        CHECK(own.nodaemon);
        CHECK(own.logfile == "/tmp/line.log");
    }
}

TEST_CASE("what Supervisor warns of is kept for the log", "[config]") {
    const auto loaded =
        load(head + "[program:p]\ncommand=p\nstdout_logfile=syslog\nstderr_logfile=/tmp/e\n"
                    "redirect_stderr=true\n[program:q]\ncommand=q\nstdout_logfile_maxbytes=0\n");
    const std::vector<parse_message> expected{
        {log_level::warn,
         "For [program:p], stdout_logfile=syslog but this is deprecated and will be "
         "removed.  Use stdout_syslog=true to enable syslog instead."},
        {log_level::warn, "For [program:p], redirect_stderr=true but stderr_logfile has also been "
                          "set to a filename, the filename has been ignored"},
        {log_level::warn, "For [program:q], AUTO logging used for stdout_logfile without rollover, "
                          "set maxbytes > 0 to avoid filling up filesystem unintentionally"}};
    CHECK(loaded.messages == expected);
    const auto& p = loaded.groups.front().processes.front();
    CHECK(p.stdout_stream.syslog);
    CHECK(p.stdout_stream.logfile.type == logfile_name::kind::none);
    CHECK(p.stderr_stream.logfile.type == logfile_name::kind::none);
}

TEST_CASE("an event listener's section says everything that is wrong with it", "[config]") {
    try {
        load(head + "[eventlistener:e]\ncommand=e\nevents=TICK_5,NOSUCH\nbuffer_size=0\n"
                    "result_handler=mine:handler\nredirect_stderr=true\n");
        FAIL("it was accepted");
    } catch (const config_error& error) {
        CHECK(std::string(error.what()) ==
              "[eventlistener:e] section sets invalid buffer_size (0)");
        std::string keys;
        for (const finding& found : error.findings())
            keys += found.key + " ";
        CHECK(keys == "buffer_size result_handler events redirect_stderr ");
    }
}

TEST_CASE("an event listener subscribes to all kinds of what it names", "[config]") {
    const auto loaded =
        load(head + "[eventlistener:e]\ncommand=e\nevents=tick, PROCESS_LOG_STDERR\n");
    const group_config& pool = loaded.groups.front();
    CHECK(pool.kind == group_kind::eventlistener);
    CHECK(pool.priority == -1);
    CHECK(pool.buffer_size == 10);
    CHECK(pool.events.contains(event_type::tick_3600));
    CHECK(pool.events.contains(event_type::process_log_stderr));
    CHECK_FALSE(pool.events.contains(event_type::process_log_stdout));
}
