// echo_server PORT: sends back every line it gets, on 127.0.0.1.

#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

struct echo_channel : asynchat::async_chat {
    echo_channel(asyncore::unique_fd socket, asyncore::socket_map& map)
        : async_chat(std::move(socket), map) {
        set_terminator("\r\n");
    }

    void collect_incoming_data(std::string_view data) override {
        line_.append(data);
        if (line_.size() > longest_line) handle_close();
    }

    void found_terminator() override {
        line_ += "\r\n";
        push(line_);
        line_.clear();
    }

private:
    static constexpr std::size_t longest_line = 1024 * 1024;
    std::string line_;
};

struct echo_server : asyncore::dispatcher {
    explicit echo_server(std::uint16_t port) {
        create_socket();
        set_reuse_addr();
        bind(asyncore::address::ip("127.0.0.1", port));
        listen();
    }

    void handle_accepted(asyncore::unique_fd socket, const asyncore::address&) override {
        asyncore::make<echo_channel>(std::move(socket), map());
    }
};

int main(int count, char** arguments) {
    const int port = count == 2 ? std::atoi(arguments[1]) : 0;
    if (port <= 0 || port > 65535) {
        std::fprintf(stderr, "usage: %s PORT\n", arguments[0]);
        return 2;
    }
    try {
        const auto server = asyncore::make<echo_server>(static_cast<std::uint16_t>(port));
        asyncore::loop();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
