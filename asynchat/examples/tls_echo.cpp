// tls_echo PORT CERT KEY: sends back every line it gets, over TLS, on 127.0.0.1.
// tls_echo --connect HOST PORT CA: sends standard input over TLS, prints the lines that come back.

#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"
#include "asyncore/examples/call.hpp"
#include "asyncore/examples/serve.hpp"
#include "asyncore/tls/tls.hpp"

#include <iostream>

struct echo_channel : asynchat::async_chat {
    echo_channel(asyncore::unique_fd socket, asyncore::socket_map& map,
                 const asyncore::tls_context& tls)
        : async_chat(std::move(socket), map) {
        set_terminator("\n");
        asyncore::start_tls(*this, tls);
    }
    void collect_incoming_data(std::string_view data) override {
        line_.append(data);
        if (line_.size() > 1024 * 1024) handle_close();
    }
    void found_terminator() override { push(std::exchange(line_, {}) + "\n"); }

private:
    std::string line_;
};

struct echo_server : asyncore::dispatcher {
    echo_server(const asyncore::address& local, const asyncore::tls_certificate& certificate)
        : tls(asyncore::tls_context::server({{certificate}})) {
        create_socket();
        set_reuse_addr();
        bind(local);
        listen();
    }
    void handle_accepted(asyncore::unique_fd socket, const asyncore::address&) override {
        asyncore::make<echo_channel>(std::move(socket), map(), tls);
    }
    asyncore::tls_context tls;
};

struct line_channel : asynchat::async_chat {
    line_channel(std::vector<asyncore::address> servers, const char* host, const char* ca)
        : name(host), tls(asyncore::tls_context::client({.ca_file = ca})) {
        connect(std::move(servers));
        set_terminator("\n");
    }
    void handle_connect() override {
        if (std::cin.eof()) return; // once more, when the handshake is done
        asyncore::start_tls(*this, tls, name);
        for (std::string line; std::getline(std::cin, line); ++missing)
            push(line + "\n");
    }
    void collect_incoming_data(std::string_view data) override { std::cout << data; }
    void found_terminator() override {
        std::cout << std::endl;
        if (--missing == 0) close_when_done();
    }
    void handle_close() override {
        failed = missing > 0;
        close();
    }
    unsigned missing = 0;
    bool failed = false;
    const char* name;
    asyncore::tls_context tls;
};

int main(int count, char** words) {
    const auto client = [](std::vector<asyncore::address> servers, char** is) {
        return asyncore::make<line_channel>(std::move(servers), is[1], is[3]);
    };
    if (count > 1 && words[1] == std::string("--connect"))
        return call(count - 1, words + 1, 1, " CA", client);
    return serve(count, words, 2, " CERT KEY", [](const asyncore::address& local, char** files) {
        return asyncore::make<echo_server>(local, asyncore::tls_certificate{files[0], files[1]});
    });
}
