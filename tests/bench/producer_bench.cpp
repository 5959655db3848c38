// producer_bench MEGABYTES: gives whoever connects that much, made piece by piece; ends with it.

#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

struct many_pieces : asynchat::producer {
    explicit many_pieces(std::size_t bytes) : left_(bytes) {}
    std::string more() override {
        const std::size_t size = left_ < 16 * 1024 ? left_ : 16 * 1024;
        left_ -= size;
        return std::string(size, 'x');
    }

private:
    std::size_t left_;
};

struct giving : asynchat::async_chat {
    giving(asyncore::unique_fd socket, asyncore::socket_map& map, std::size_t bytes)
        : async_chat(std::move(socket), map) {
        bytes_ = bytes;
        set_terminator("\n");
    }
    void collect_incoming_data(std::string_view) override {}
    void found_terminator() override {
        push_with_producer(std::make_unique<many_pieces>(bytes_));
        close_when_done();
    }

private:
    std::size_t bytes_ = 0;
};

struct giver : asyncore::dispatcher {
    explicit giver(std::size_t bytes) : bytes_(bytes) {
        create_socket();
        bind(asyncore::address::ip("127.0.0.1", 0));
        listen();
    }
    void handle_accepted(asyncore::unique_fd socket, const asyncore::address&) override {
        asyncore::make<giving>(std::move(socket), map(), bytes_);
        close();
    }

private:
    std::size_t bytes_;
};

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "usage: %s MEGABYTES\n", arguments[0]);
        return 2;
    }
    const std::size_t bytes = std::strtoul(arguments[1], nullptr, 10) * 1024 * 1024;
    std::printf("listening on %s\n", asyncore::make<giver>(bytes)->addr().to_string().c_str());
    std::fflush(stdout);
    asyncore::loop();
}
