// http_client HOST PORT PATH: asks for one page by HTTP, and prints what comes, head and all.

#include "asyncore/asyncore.hpp"
#include "asyncore/examples/call.hpp"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

// As in the manual of Python's asyncore.
struct http_client : asyncore::dispatcher {
    http_client(std::vector<asyncore::address> servers, const std::string& host,
                const std::string& path)
        : buffer_("GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n") {
        connect(std::move(servers));
    }

    void handle_connect() override {}

    void handle_close() override { close(); }

    void handle_error() override {
        dispatcher::handle_error(); // says what it was, and closes
        failed = true;
    }

    void handle_read() override {
        char data[8192];
        const std::size_t size = recv(data, sizeof data);
        std::fwrite(data, 1, size, stdout);
    }

    bool writable() override { return !buffer_.empty(); }

    void handle_write() override { buffer_.erase(0, send(buffer_)); }

    bool failed = false;

private:
    std::string buffer_;
};

int main(int count, char** arguments) {
    return call(count, arguments, 1, " PATH",
                [](std::vector<asyncore::address> servers, char** words) {
                    return asyncore::make<http_client>(std::move(servers), words[1], words[3]);
                });
}
