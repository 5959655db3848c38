// upper_server: answers each line in upper case, and prints the port it listens on.

#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"

#include <cctype>
#include <cstdio>
#include <string>

#include <sys/socket.h>

struct upper_channel : asynchat::async_chat {
    upper_channel(asyncore::unique_fd socket, asyncore::socket_map& map)
        : async_chat(std::move(socket), map) {
        set_terminator("\n");
    }
    void collect_incoming_data(std::string_view data) override {
        for (const char c : data)
            line_ += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    void found_terminator() override { push(std::exchange(line_, {}) + "\n"); }

private:
    std::string line_;
};

struct upper_server : asyncore::dispatcher {
    upper_server() {
        create_socket();
        bind(asyncore::address::ip("127.0.0.1", 0));
        listen();
    }
    void handle_accepted(asyncore::unique_fd socket, const asyncore::address&) override {
        asyncore::make<upper_channel>(std::move(socket), map());
    }
};

int main() {
    const auto server = asyncore::make<upper_server>();
    std::printf("%u\n", server->addr().port());
    std::fflush(stdout);
    asyncore::loop();
}
