#include "asyncore/address.hpp"
#include "supervisor_demo/config/config_error.hpp"
#include "supervisor_demo/daemon/listening_socket.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <optional>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace supervisor;

namespace {

server_config unix_server(const std::string& file) {
    server_config server;
    server.section = "unix_http_server";
    server.is_unix = true;
    server.file = file;
    return server;
}

server_config inet_server(const std::string& host, std::uint16_t port) {
    server_config server;
    server.section = "inet_http_server";
    server.host = host;
    server.port = port;
    return server;
}

bool connects(const asyncore::address& to) {
    const asyncore::unique_fd fd(::socket(to.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_storage storage;
    const unsigned size = to.to_sockaddr(&storage);
    return ::connect(fd.get(), reinterpret_cast<sockaddr*>(&storage), size) == 0;
}

std::string refusal(const server_config& server, const config& whole = {}) {
    try {
        const listening_socket taken(server, whole);
        return "listens";
    } catch (const config_error& error) {
        return error.report("supervisord");
    }
}

constexpr const char* already =
    "Error: Another program is already listening on a port that one of our HTTP servers is "
    "configured to use.  Shut this program down first before starting supervisord.\n"
    "For help, use supervisord -h\n";

} // namespace

TEST_CASE("a Unix socket has its mode and goes with its owner") {
    temp_dir dir;
    const auto path = dir / "s.sock";
    auto server = unix_server(path);
    server.chmod = 0640;
    {
        listening_socket taken(server, {});
        struct stat what {};
        REQUIRE(::stat(path.c_str(), &what) == 0);
        CHECK((what.st_mode & 0777) == 0640);
        CHECK(connects(asyncore::address::unix_path(path)));
        std::size_t files = 0;
        for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator(dir.path()))
            ++files;
        CHECK(files == 1); // no temporary name is left
    }
    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a live Unix socket is left to its owner") {
    temp_dir dir;
    const auto path = dir / "s.sock";
    const listening_socket first(unix_server(path), {});
    CHECK(refusal(unix_server(path)).find(already) == 0);
    CHECK(connects(asyncore::address::unix_path(path)));
}

TEST_CASE("a Unix socket left by the dead is replaced") {
    temp_dir dir;
    const auto path = dir / "s.sock";
    {
        const asyncore::unique_fd dead(::socket(AF_UNIX, SOCK_STREAM, 0));
        sockaddr_storage storage;
        const unsigned size = asyncore::address::unix_path(path).to_sockaddr(&storage);
        REQUIRE(::bind(dead.get(), reinterpret_cast<sockaddr*>(&storage), size) == 0);
    }
    REQUIRE(std::filesystem::exists(path));
    const listening_socket taken(unix_server(path), {});
    CHECK(connects(asyncore::address::unix_path(path)));
}

TEST_CASE("a file that is no socket is not removed for one") {
    temp_dir dir;
    const auto path = dir.put("s.sock", "precious");
    CHECK(refusal(unix_server(path)).find("socket.error reported errno.EEXIST (17)") !=
          std::string::npos);
    CHECK(read_whole(path) == "precious");
}

TEST_CASE("a socket file that another daemon has put there is not removed") {
    temp_dir dir;
    const auto path = dir / "s.sock";
    std::optional<listening_socket> first(std::in_place, unix_server(path), config{});
    std::filesystem::remove(path);
    const listening_socket second(unix_server(path), {});
    first.reset();
    CHECK(std::filesystem::exists(path));
}

TEST_CASE("a port in use is refused with the original line and with where it is written") {
    temp_dir dir;
    const asyncore::unique_fd other(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_storage storage;
    socklen_t size = asyncore::address::ip("127.0.0.1", 0).to_sockaddr(&storage);
    auto* where = reinterpret_cast<sockaddr*>(&storage);
    REQUIRE(::bind(other.get(), where, size) == 0);
    REQUIRE(::listen(other.get(), 1) == 0);
    ::getsockname(other.get(), where, &size);
    const auto port = asyncore::address::from_sockaddr(where, size).port();

    config whole;
    const auto text = "127.0.0.1:" + std::to_string(port);
    whole.file = dir.put("s.conf", "[supervisord]\n\n[inet_http_server]\nport = " + text + "\n");
    CHECK(refusal(inet_server("127.0.0.1", port), whole) ==
          std::string(already) + whole.file + ":4: [inet_http_server] port = " + text +
              ": cannot be listened on: Address already in use\n");
}

TEST_CASE("what cannot be bound is refused with its errno") {
    CHECK(refusal(inet_server("192.0.2.1", 9001))
              .find("Error: Cannot open an HTTP server: socket.error reported "
                    "errno.EADDRNOTAVAIL (99)\n") == 0);
    CHECK(
        refusal(unix_server("/no/such/folder/s.sock"))
            .find("Error: Cannot open an HTTP server: socket.error reported errno.ENOENT (2)\n") ==
        0);
}
