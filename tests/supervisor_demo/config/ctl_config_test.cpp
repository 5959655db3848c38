#include "supervisor_demo/config/ctl_config.hpp"
#include "tests/supervisor_demo/config/config_folder.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;

TEST_CASE("supervisorctl reads its own section only", "[config]") {
    const config_folder folder("[supervisord]\nminfds=x\n[include]\nfiles=*.ini\n[supervisorctl]\n"
                               "serverurl=unix://%(here)s/x/../s.sock\nusername=%(ENV_USER)s\n"
                               "password=p\nprompt=mine\nhistory_file=~/h\n");
    const auto ctl = load_ctl_config(folder.file(), {{"USER", "me"}, {"HOME", "/home/me"}});
    CHECK(ctl.serverurl == "unix://" + folder.path() + "/s.sock");
    CHECK(ctl.username == "me");
    CHECK(ctl.password == "p");
    CHECK(ctl.prompt == "mine");
    CHECK(ctl.history_file == "/home/me/h");
}

TEST_CASE("supervisorctl has defaults", "[config]") {
    const config_folder folder("[supervisorctl]\n");
    CHECK(load_ctl_config(folder.file(), {}) == ctl_config{});
    CHECK(ctl_config{}.serverurl == "http://localhost:9001");
    CHECK(ctl_config{}.prompt == "supervisor");
}

TEST_CASE("supervisorctl needs its section", "[config]") {
    const config_folder folder("[supervisord]\n");
    CHECK_THROWS_WITH(load_ctl_config(folder.file(), {}),
                      ".ini file does not include supervisorctl section");
    CHECK_THROWS_WITH(load_ctl_config("/no/such.conf", {}),
                      "could not find config file /no/such.conf");
}
