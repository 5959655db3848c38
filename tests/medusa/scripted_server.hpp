#pragma once

#include "asyncore/asyncore.hpp"
#include "medusa/http_client.hpp"
#include "tests/support/peer.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Listens, and leaves what is said on each connection to the test.
struct scripted_server : asyncore::dispatcher {
    scripted_server(const asyncore::address& local, asyncore::socket_map& in) : dispatcher(in) {
        create_socket(local.family());
        bind(local);
        listen();
    }
    std::vector<std::shared_ptr<peer>> peers; // in the order they came
    void handle_accepted(asyncore::unique_fd socket, const asyncore::address&) override {
        peers.push_back(asyncore::make<peer>(std::move(socket), map()));
    }
};

/// A client, a server that follows a script, and what has been answered.
struct talk {
    asyncore::socket_map map;
    std::shared_ptr<scripted_server> server;
    medusa::http_client client{map};
    medusa::client_call call;
    std::vector<medusa::http_answer> answers;

    explicit talk(const asyncore::address& local = asyncore::address::ip("127.0.0.1", 0))
        : server(asyncore::make<scripted_server>(local, map)) {}

    std::string url(const std::string& target = "/") const {
        return "http://" + server->addr().to_string() + target;
    }
    medusa::answered remember() {
        return [this](medusa::http_answer answer) { answers.push_back(std::move(answer)); };
    }
    void ask(medusa::client_request request) { call = client.send(std::move(request), remember()); }
    void get(const std::string& target = "/") { ask({"GET", url(target)}); }

    template <class Condition>
    void until(Condition condition, const std::string& what) {
        wait_until(condition, std::chrono::seconds(20), what, map);
    }
    /// The connection of that number, once it has said a whole head.
    peer& hears_head(std::size_t number = 0) {
        until(
            [&] {
                return server->peers.size() > number &&
                       server->peers[number]->received.find("\r\n\r\n") != std::string::npos;
            },
            "a request came");
        return *server->peers[number];
    }
    const medusa::http_answer& answer(std::size_t number = 0) {
        until([&] { return answers.size() > number; }, "the answer");
        return answers[number];
    }
    const medusa::http_response& response(std::size_t number = 0) {
        const auto& got = answer(number);
        if (const auto* error = std::get_if<medusa::client_error>(&got))
            throw std::runtime_error("an error: " + error->sentence);
        return std::get<medusa::http_response>(got);
    }
    const medusa::client_error& error(std::size_t number = 0) {
        const auto& got = answer(number);
        if (std::holds_alternative<medusa::http_response>(got))
            throw std::runtime_error("no error, but an answer");
        return std::get<medusa::client_error>(got);
    }
    void settle() {
        while (asyncore::poll(std::chrono::milliseconds(0), map)) {
        }
    }
};
