#pragma once

#include "asyncore/asyncore.hpp"

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>

/// Accepts on 127.0.0.1 and makes a Channel of each connection, from its socket and the map.
template <class Channel>
struct listening : asyncore::dispatcher {
    explicit listening(const asyncore::address& local) {
        create_socket();
        set_reuse_addr();
        bind(local);
        listen();
    }
    void handle_accepted(asyncore::unique_fd socket, const asyncore::address&) override {
        asyncore::make<Channel>(std::move(socket), map());
    }
};

/// The main() of the example servers: `NAME PORT [MORE]...` listens on 127.0.0.1, on a port that
/// the kernel chooses when PORT is 0, and prints "listening on 127.0.0.1:PORT". SIGINT and SIGTERM
/// end it with 0 once what has been pushed is sent, or after five seconds.
///
/// `make(address, more)` returns the server; `more` are the words after PORT, as many as there are
/// in `usage`, which is printed when there are too few.
template <class Make>
int serve(int count, char** arguments, int more, const char* usage, Make make) {
    std::uint16_t port = 0;
    const char* digits = count == 2 + more ? arguments[1] : "";
    const char* end = digits + std::strlen(digits);
    if (const auto read = std::from_chars(digits, end, port);
        read.ec != std::errc() || read.ptr != end) {
        std::fprintf(stderr, "usage: %s PORT%s\n", arguments[0], usage);
        return 2;
    }
    asyncore::raise_descriptor_limit(); // one for each peer: as many as this process may have
    try {
        const asyncore::signal_handler stop({SIGINT, SIGTERM},
                                            [](int) { asyncore::stop(std::chrono::seconds(5)); });
        {
            const auto server = make(asyncore::address::ip("127.0.0.1", port), arguments + 2);
            std::printf("listening on %s\n", server->addr().to_string().c_str());
            std::fflush(stdout);
        }
        asyncore::loop();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", arguments[0], error.what());
        return 1;
    }
}

/// The same for a server that makes a Channel of each connection.
template <class Channel>
int serve_channels(int count, char** arguments) {
    return serve(count, arguments, 0, "", [](const asyncore::address& local, char**) {
        return asyncore::make<listening<Channel>>(local);
    });
}
