#pragma once

#include "asyncore/dispatcher.hpp"
#include "tests/support/wait_until.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <sys/socket.h>

/// Two connected stream sockets.
inline std::pair<asyncore::unique_fd, asyncore::unique_fd> socket_pair(int type = SOCK_STREAM) {
    int fds[2];
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) != 0)
        throw std::runtime_error("socketpair");
    return {asyncore::unique_fd(fds[0]), asyncore::unique_fd(fds[1])};
}

/// The other end of what is tested: says what it is told to, and remembers what it hears.
class peer : public asyncore::dispatcher {
public:
    using dispatcher::dispatcher;

    std::string received;
    bool finished = false; // the other side will send no more
    bool listens = true;   // false: reads nothing, as a slow reader

    void say(std::string_view text) {
        unsent_.append(text);
        handle_write();
        interest_changed();
    }
    void half_close() { ::shutdown(fileno(), SHUT_WR); }

    /// Takes what has been received.
    std::string heard() { return std::exchange(received, {}); }

    void hear(std::string_view text) {
        wait_until([&] { return received.find(text) != std::string::npos; },
                   std::chrono::seconds(5), "the peer heard '" + std::string(text) + "'", map());
    }
    void hear_the_end() {
        wait_until([&] { return finished; }, std::chrono::seconds(5), "the peer heard the end",
                   map());
    }

    bool readable() override { return listens && !finished; }
    bool writable() override { return !unsent_.empty(); }
    void handle_read() override {
        char buffer[65536];
        const std::size_t size = recv(buffer, sizeof buffer);
        received.append(buffer, size);
    }
    void handle_write() override { unsent_.erase(0, send(unsent_)); }
    void handle_eof() override { finished = true; }
    void handle_close() override {
        finished = true;
        close();
    }
    void handle_connect() override {}

private:
    std::string unsent_;
};
