// line_client HOST PORT: sends standard input to a server, and prints the lines that come back.

#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"
#include "asyncore/examples/call.hpp"

#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

struct line_channel : asynchat::async_chat {
    explicit line_channel(std::vector<asyncore::address> servers) {
        set_terminator("\n");
        connect(std::move(servers));
    }
    void collect_incoming_data(std::string_view data) override {
        std::fwrite(data.data(), 1, data.size(), stdout);
    }
    void found_terminator() override {
        std::fputc('\n', stdout);
        std::fflush(stdout);
    }
    void handle_write() override {
        async_chat::handle_write();
        if (input) input->interest_changed(); // there may be room for more of it now
        if (input_ended_) input_ended();
    }
    void handle_error() override {
        async_chat::handle_error(); // says what it was, and closes
        failed = true;
    }
    void handle_close() override {
        close();
        if (input) input->close();
    }
    void input_ended() {
        input_ended_ = true;
        if (connected() && !output_pending()) ::shutdown(fileno(), SHUT_WR);
    }

    std::shared_ptr<asyncore::dispatcher> input;
    bool failed = false;

private:
    bool input_ended_ = false;
};

struct standard_input : asyncore::file_dispatcher {
    explicit standard_input(line_channel& server)
        : file_dispatcher(asyncore::unique_fd(STDIN_FILENO)), server_(server) {}
    bool readable() override { return server_.output_size() < 64 * 1024; }
    bool writable() override { return false; }
    void handle_read() override {
        char buffer[4096];
        const std::size_t size = recv(buffer, sizeof buffer);
        if (size > 0) server_.push(std::string_view(buffer, size));
    }
    void handle_close() override {
        close();
        server_.input.reset();
        server_.input_ended();
    }

private:
    line_channel& server_;
};

int main(int count, char** arguments) {
    return call(count, arguments, 0, "", [](std::vector<asyncore::address> servers, char**) {
        const auto channel = asyncore::make<line_channel>(std::move(servers));
        channel->input = asyncore::make<standard_input>(*channel);
        return channel;
    });
}
