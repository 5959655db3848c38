#include "supervisor_demo/logging/logger.hpp"
#include "supervisor_demo/process/fastcgi_socket.hpp"
#include "tests/supervisor_demo/process/supervised.hpp"

#include <catch2/catch.hpp>

#include <fstream>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using supervisor::fastcgi_socket;

namespace {

struct socket_in_a_folder {
    temp_dir dir;
    supervisor::logger log;
    supervisor::fastcgi_socket_config config;
    fastcgi_socket socket{config, log};

    socket_in_a_folder() {
        log.open(dir / "log", {});
        config.section = "fcgi-program:x";
        config.path = dir / "s";
        config.url = "unix://" + config.path;
    }

    bool accepts() const {
        const asyncore::unique_fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        config.path.copy(name.sun_path, sizeof name.sun_path - 1);
        return ::connect(fd.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) == 0;
    }
    std::size_t said(const std::string& text) const {
        const std::string all = read_whole(dir / "log");
        std::size_t count = 0;
        for (auto at = all.find(text); at != all.npos; at = all.find(text, at + 1))
            ++count;
        return count;
    }
};

} // namespace

TEST_CASE("a FastCGI socket is open as long as anyone holds it", "[fastcgi]") {
    socket_in_a_folder in;
    auto first = in.socket.hold();
    auto second = in.socket.hold();
    CHECK(first->fileno() == second->fileno());
    first.reset();
    CHECK(in.accepts());
    CHECK(in.said("Creating socket unix://") == 1);
    CHECK(in.said("Closing socket unix://") == 0);
    second.reset();
    CHECK_FALSE(in.accepts());
    CHECK(in.said("Closing socket unix://") == 1);

    const auto again = in.socket.hold();
    CHECK(in.accepts());
    CHECK(in.said("Creating socket unix://") == 2);
}

TEST_CASE("a FastCGI socket has its mode, and waits in accept", "[fastcgi]") {
    socket_in_a_folder in;
    in.config.mode = 0642;
    const auto held = in.socket.hold();
    struct stat made {};
    REQUIRE(::stat(in.config.path.c_str(), &made) == 0);
    CHECK((made.st_mode & 07777) == 0642);
    CHECK((::fcntl(held->fileno(), F_GETFL) & O_NONBLOCK) == 0);
    CHECK((::fcntl(held->fileno(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("a file that is no socket is not replaced by a FastCGI socket", "[fastcgi]") {
    socket_in_a_folder in;
    std::ofstream(in.config.path) << "precious";
    try {
        in.socket.hold();
        FAIL("it was made");
    } catch (const supervisor::fastcgi_socket_error& error) {
        CHECK(error.what() ==
              "Could not create FastCGI socket " + in.config.url + ": [Errno 17] File exists");
        CHECK(error.section() == "fcgi-program:x");
    }
    CHECK(read_whole(in.config.path) == "precious");
    CHECK(in.said("Closing socket") == 0);
}

TEST_CASE("a FastCGI socket with a path too long is refused", "[fastcgi]") {
    socket_in_a_folder in;
    in.config.path += std::string(200, 'x');
    CHECK_THROWS_AS(in.socket.hold(), supervisor::fastcgi_socket_error);
}

TEST_CASE("the socket of a FastCGI program is closed by the time anyone hears that it has ended") {
    supervised it(GENERATE("exec sleep 100", "exit 0", "exit 5"));
    supervisor::fastcgi_socket_config config;
    config.path = it.dir / "s";
    config.url = "unix://" + config.path;
    const auto socket = std::make_shared<fastcgi_socket>(config, it.log);
    it.p = std::make_unique<supervisor::process>(it.config, "g", it.shared, socket);
    std::string closed;
    const auto watching = it.shared.changes.subscribe([&](const supervisor::state_change& change) {
        if (!is_stopped(change.to)) return;
        const std::string said = it.said();
        closed = said.substr(said.rfind('\n', said.size() - 2) + 1);
    });
    it.p->spawn();
    if (it.config.command.find("sleep") != std::string::npos) {
        it.wait_for(supervisor::process_state::running);
        it.p->stop();
    }
    wait_until([&] { return is_stopped(it.p->state()); }, std::chrono::seconds(10), "it has ended",
               it.map);
    CHECK(closed == "INFO Closing socket " + config.url + "\n");
}

TEST_CASE(
    "the socket of a FastCGI program that cannot be run is closed before anyone hears of it") {
    supervised it;
    it.config.command = "/no/such/program";
    supervisor::fastcgi_socket_config config;
    config.path = it.dir / "s";
    config.url = "unix://" + config.path;
    it.p = std::make_unique<supervisor::process>(it.config, "g", it.shared,
                                                 std::make_shared<fastcgi_socket>(config, it.log));
    std::string said;
    const auto watching = it.shared.changes.subscribe([&](const supervisor::state_change& change) {
        if (change.to == supervisor::process_state::backoff) said = it.said();
    });
    it.p->spawn();
    CHECK(said ==
          "INFO Creating socket " + config.url +
              "\nINFO spawnerr: can't find command '/no/such/program'\nINFO Closing socket " +
              config.url + "\n");
}
