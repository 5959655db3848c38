// Every row against whole servers: hello_server, and Debian's nginx.

#include "asyncore/unique_fd.hpp"
#include "tests/medusa/raw/asked_server.hpp"
#include "tests/medusa/raw/nginx_config.hpp"
#include "tests/medusa/raw/nginx_differences.hpp"
#include "tests/medusa/raw/outcome.hpp"
#include "tests/medusa/raw/raw_row.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>
#include <string>

#include <netinet/in.h>
#include <sys/socket.h>

namespace {

// One that nobody listens on at the moment.
std::uint16_t free_port() {
    const asyncore::unique_fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof any;
    REQUIRE(::bind(fd.get(), reinterpret_cast<sockaddr*>(&any), length) == 0);
    REQUIRE(::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&any), &length) == 0);
    return ntohs(any.sin_port);
}

} // namespace

TEST_CASE("every raw request has its outcome from hello_server", "[raw]") {
    const std::uint16_t port = free_port();
    const asked_server ours({HELLO_SERVER, std::to_string(port)},
                            asyncore::address::ip("127.0.0.1", port));
    for (const raw_row& row : all_rows()) {
        const auto told = ours.ask(row, row.allowed);
        CAPTURE(row.section, row.name, row.allowed, told.outcome);
        CHECK(is_allowed(row.allowed, told.outcome));
        if (!row.body.empty() && told.outcome.find("200") != std::string::npos)
            CHECK(told.body == row.body);
    }
}

TEST_CASE("every raw request has its outcome from nginx but for known differences", "[raw]") {
    const temp_dir dir;
    const asked_server nginx({NGINX, "-p", dir.path(), "-c", nginx_config(dir)},
                             asyncore::address::unix_path(dir / "http"));
    const bool print = std::getenv("RAW_PRINT") != nullptr;
    for (const raw_row& row : all_rows()) {
        const nginx_difference* const known = find_nginx_difference(row.name);
        const std::string expected = known ? known->outcome : row.allowed;
        const auto told = nginx.ask(row, expected);
        CAPTURE(row.section, row.name, expected, told.outcome);
        if (print && !is_allowed(expected, told.outcome))
            std::cout << "    {\"" << row.name << "\", \"" << told.outcome << "\", },\n";
        CHECK(is_allowed(expected, told.outcome));
        if (known) {
            CHECK_FALSE(is_allowed(row.allowed, told.outcome)); // or it is none
        } else if (row.body.find('\r') == std::string::npos &&  // which no field can carry
                   !row.body.empty() && told.outcome.find("200") != std::string::npos)
            CHECK(told.body == row.body);
    }
}

TEST_CASE("every known difference of nginx is of a row and has a reason", "[raw]") {
    for (const nginx_difference& each : nginx_differences()) {
        CAPTURE(each.name);
        CHECK_FALSE(each.why.empty());
        int rows = 0;
        for (const raw_row& row : all_rows())
            rows += row.name == each.name ? 1 : 0;
        CHECK(rows == 1);
    }
}
