// echo_server PORT: sends back every line it gets, on 127.0.0.1.

#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"

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
    explicit echo_server(const asyncore::address& local) {
        create_socket();
        set_reuse_addr();
        bind(local);
        listen();
    }

    void handle_accepted(asyncore::unique_fd socket, const asyncore::address&) override {
        asyncore::make<echo_channel>(std::move(socket), map());
    }
};

int main(int count, char** arguments) {
    return serve(count, arguments, 0, "", [](const asyncore::address& local, char**) {
        return asyncore::make<echo_server>(local);
    });
}
