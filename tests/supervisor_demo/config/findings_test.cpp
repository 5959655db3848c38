#include "tests/supervisor_demo/config/config_folder.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;
using lines = std::vector<std::string>;

TEST_CASE("every error of a file is found at once", "[config]") {
    const config_folder folder("[supervisord]\n"
                               "minfds = many\n"
                               "loglevel = loud\n"
                               "nonsense\n"
                               "[inet_http_server]\n"
                               "username = u\n"
                               "port = 99999\n"
                               "[program:a]\n"
                               "command = a %(b)s\n"
                               "autostart = perhaps\n"
                               "environment = A\n"
                               "  B\n"
                               "[group:g]\n"
                               "programs = zz\n");
    CHECK(folder.refusal().what() ==
          "Source contains parsing errors: '" + folder.file() + "'\n\t[line  4]: 'nonsense\\n'");
    CHECK(
        folder.findings() ==
        lines{
            "supervisord.conf:4: the line 'nonsense' is neither a [section] nor key=value",
            "supervisord.conf:2: [supervisord] minfds = many: is not a whole number",
            "supervisord.conf:3: [supervisord] loglevel = loud: is none of critical, error, warn, "
            "info, debug, trace and blather",
            "supervisord.conf:14: [group:g] programs = zz: names 'zz', but there is no "
            "[program:zz]",
            "supervisord.conf:10: [program:a] autostart = perhaps: is neither true nor false",
            "supervisord.conf:11: [program:a] environment = A\\nB: is not a list of KEY=\"value\" "
            "pairs with commas between them",
            "supervisord.conf:9: [program:a] command = a %(b)s: %(b) is not a name that can be "
            "expanded here",
            "supervisord.conf:6: [inet_http_server] username = u: is there without a password",
            "supervisord.conf:7: [inet_http_server] port = 99999: is not a port from 1 to 65535",
        });
}

TEST_CASE("Supervisor's sentence is about what it looks at first", "[config]") {
    const std::string head = "[supervisord]\n";
    CHECK(refusal_of(head + "silent=x\nminfds=y\n") ==
          "invalid literal for int() with base 10: 'y'");
    CHECK(refusal_of("[program:a]\n" + head + "[rpcinterface:x]\n") ==
          "section [rpcinterface:x] does not specify a supervisor.rpcinterface_factory");
    CHECK(refusal_of(head + "[inet_http_server]\n[group:g]\npriority=x\n") ==
          "invalid literal for int() with base 10: 'x'");
    CHECK(refusal_of(head + "user=no-such-user\n[inet_http_server]\n") ==
          "section [inet_http_server] has no port value");
}

TEST_CASE("the report has Supervisor's two lines and then one a finding", "[config]") {
    const config_folder folder("[supervisord]\nuser=no-such-user\n[unix_http_server]\n");
    CHECK(folder.refusal().report("supervisord") ==
          "Error: section [unix_http_server] has no file value\n"
          "For help, use supervisord -h\n" +
              folder.file() + ":3: [unix_http_server] file: is missing\n" + folder.file() +
              ":2: [supervisord] user = no-such-user: is not the name of a user\n");
}

TEST_CASE("an error in a program of many processes is told once", "[config]") {
    const config_folder folder("[supervisord]\n[program:a]\nnumprocs=50\ncommand=%(x)s\n"
                               "process_name=%(process_num)d\n[group:g]\nprograms=a\n"
                               "[group:h]\nprograms=a\n");
    CHECK(folder.findings() ==
          lines{"supervisord.conf:4: [program:a] command = %(x)s: %(x) is not a name that can be "
                "expanded here"});
}

TEST_CASE("a plugin in Python is refused in plain words", "[config]") {
    const config_folder folder("[supervisord]\n[rpcinterface:twiddler]\n"
                               "supervisor.rpcinterface_factory=twiddler:make\n");
    CHECK(folder.refusal().what() ==
          std::string("twiddler:make cannot be resolved within [rpcinterface:twiddler]"));
    CHECK(folder.findings() ==
          lines{"supervisord.conf:3: [rpcinterface:twiddler] supervisor.rpcinterface_factory = "
                "twiddler:make: is a plugin in Python, and Python plugins cannot be loaded: "
                "take the section out, and run what it does as a program of its own "
                "that calls the XML-RPC interface"});
}

TEST_CASE("the cross checks of a program name both sides", "[config]") {
    const std::string program = "[supervisord]\n[program:a]\ncommand=a\n";
    const config_folder killing(program + "stopasgroup=true\nkillasgroup=false\n");
    CHECK(killing.refusal().what() ==
          "Cannot set stopasgroup=true and killasgroup=false in section 'program:a' (file: '" +
              killing.file() + "')");
    CHECK(killing.findings() == lines{"supervisord.conf:5: [program:a] killasgroup = false: cannot "
                                      "be false when stopasgroup is true"});
    const config_folder many(program + "numprocs=2\n");
    CHECK(many.findings() == lines{"supervisord.conf:2: [program:a] process_name: must contain "
                                   "%(process_num) when numprocs is greater than 1"});
}

TEST_CASE("a file that is not there or cannot be read is said so", "[config]") {
    options command_line;
    command_line.configfile = "/no/such.conf";
    CHECK_THROWS_WITH(load_config(command_line, {}), "could not find config file /no/such.conf");
    command_line.configfile = "/";
    CHECK_THROWS_WITH(load_config(command_line, {}), "could not read config file /");
}

TEST_CASE("a file that is not text is refused where it is not", "[config]") {
    const config_folder folder("[supervisord]\nidentifier=caf\xE9\n");
    CHECK(folder.refusal().what() ==
          std::string("'utf-8' codec can't decode byte 0xe9 in position 28: invalid continuation "
                      "byte"));
    CHECK(folder.findings() == lines{"supervisord.conf:2: holds a byte that is not UTF-8"});
}
