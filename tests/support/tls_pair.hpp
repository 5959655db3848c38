#pragma once

#include "asynchat/async_chat.hpp"
#include "asyncore/asyncore.hpp"
#include "asyncore/tls/tls.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/peer.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// One end of a conversation: collects lines, and remembers what happened to it.
struct tls_chat : asynchat::async_chat {
    explicit tls_chat(asyncore::socket_map& map) : async_chat(map) { set_terminator("\n"); }
    tls_chat(asyncore::unique_fd socket, asyncore::socket_map& map)
        : async_chat(std::move(socket), map) {
        set_terminator("\n");
    }

    std::string heard; // input, '|' for each terminator
    std::string error; // what handle_error() got
    bool handshaken = false;
    bool eof = false;
    bool stays_after_eof = false;
    std::function<void(tls_chat&)> on_line;

    void collect_incoming_data(std::string_view data) override { heard.append(data); }
    void found_terminator() override {
        heard += '|';
        if (on_line) on_line(*this);
    }
    void handle_connect() override { handshaken = true; }
    bool readable() override { return !eof && async_chat::readable(); }
    void handle_eof() override {
        eof = true;
        if (!stays_after_eof) handle_close();
    }
    void handle_error() override {
        try {
            throw;
        } catch (const std::exception& thrown) {
            error = thrown.what();
        }
        close();
    }

    void hear(const std::string& text) {
        wait_until([&] { return heard == text || closing(); }, std::chrono::seconds(20),
                   "heard " + text, map());
    }
    void end() {
        wait_until([&] { return closing(); }, std::chrono::seconds(20), "the channel closed",
                   map());
    }
};

/// Two ends of a socket pair in one map, one a server's and one a client's; TLS not yet started.
struct tls_pair {
    asyncore::socket_map map;
    std::shared_ptr<tls_chat> server;
    std::shared_ptr<tls_chat> client;

    tls_pair() {
        auto [one, other] = socket_pair();
        server = asyncore::make<tls_chat>(std::move(one), map);
        client = asyncore::make<tls_chat>(std::move(other), map);
    }

    void start(const asyncore::tls_context& server_side, const asyncore::tls_context& client_side,
               std::string_view name = "localhost") {
        asyncore::start_tls(*server, server_side);
        asyncore::start_tls(*client, client_side, name);
    }
    /// Until both have shaken hands, or one has given up.
    void shake_hands() {
        wait_until(
            [&] {
                return (server->handshaken && client->handshaken) || server->closing() ||
                       client->closing();
            },
            std::chrono::seconds(20), "the handshake ended", map);
    }
    void settle() {
        while (asyncore::poll(std::chrono::milliseconds(0), map)) {
        }
    }
};
