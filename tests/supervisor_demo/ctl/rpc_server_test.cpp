#include "supervisor_demo/config/ctl_config.hpp"
#include "supervisor_demo/ctl/interrupt.hpp"
#include "supervisor_demo/ctl/rpc_server.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <system_error>

using namespace supervisor;

TEST_CASE("a server is asked for only when it is called", "[ctl]") {
    const temp_dir folder;
    ctl_config config;
    config.serverurl = "unix://" + (folder / "none.sock");
    ctl::rpc_server server(config);
    try {
        server.call("supervisor.getVersion", {});
        FAIL("nobody could have answered");
    } catch (const std::system_error& error) {
        CHECK(error.code() == std::errc::no_such_file_or_directory);
    }
    CHECK_THROWS_AS(server.stream("/mainlogtail", [](std::string_view) {}), std::system_error);
}

TEST_CASE("a server has a scheme we know", "[ctl]") {
    ctl_config config;
    config.serverurl = "https://localhost";
    CHECK_THROWS_WITH(ctl::rpc_server(config), "Unknown protocol for serverurl https://localhost");
}

TEST_CASE("Ctrl-C is remembered for as long as it is watched for", "[ctl]") {
    struct sigaction before = {};
    ::sigaction(SIGINT, nullptr, &before);
    {
        const ctl::interrupt_watch watch;
        CHECK_FALSE(watch.interrupted());
        ::raise(SIGINT);
        CHECK(watch.interrupted());
    }
    struct sigaction after = {};
    ::sigaction(SIGINT, nullptr, &after);
    CHECK(after.sa_handler == before.sa_handler);
    const ctl::interrupt_watch again;
    CHECK_FALSE(again.interrupted());
}
