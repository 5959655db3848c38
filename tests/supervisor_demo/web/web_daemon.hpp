#pragma once

#include "asyncore/asyncore.hpp"
#include "medusa/http_server.hpp"
#include "supervisor_demo/web/file_watcher.hpp"
#include "supervisor_demo/web/install_handlers.hpp"
#include "tests/supervisor_demo/rpc/served_daemon.hpp"
#include "tests/support/peer.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

/// A daemon with all its handlers on an ephemeral port. Add programs before the first request.
struct web_daemon : served_daemon {
    supervisor::server_config server_config;
    std::shared_ptr<medusa::http_server> server;

    web_daemon() { server_config.section = "inet_http_server"; }
    ~web_daemon() { map.close_all(); }

    /// A connected client that has said `text`.
    std::shared_ptr<peer> connect(std::string_view text) {
        if (!server) {
            server =
                asyncore::make<medusa::http_server>(asyncore::address::ip("127.0.0.1", 0), map);
            supervisor::install_handlers(*server, daemon(), server_config);
            server->origin_guard.allowed_hosts = {"house"};
        }
        const auto client = asyncore::make<peer>(map);
        client->create_socket();
        client->connect(server->addr());
        client->say(text);
        return client;
    }

    static std::string request(std::string_view target, std::string_view fields = "",
                               std::string_view method = "GET", std::string_view body = "") {
        std::string text(method);
        text.append(" ").append(target).append(" HTTP/1.1\r\nHost: house:9001\r\n");
        if (!body.empty())
            text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
        return text.append(fields).append("\r\n").append(body);
    }

    /// The whole answer to one request.
    std::string ask_web(std::string_view target, std::string_view fields = "",
                        std::string_view method = "GET", std::string_view body = "") {
        const auto client = connect(
            request(target, std::string(fields).append("Connection: close\r\n"), method, body));
        client->hear_the_end();
        return client->received;
    }
    /// Its status code.
    int status(std::string_view target, std::string_view fields = "",
               std::string_view method = "GET", std::string_view body = "") {
        return std::stoi(ask_web(target, fields, method, body).substr(9, 3));
    }

    std::size_t watchers() const {
        const auto all = map.channels();
        return static_cast<std::size_t>(std::ranges::count_if(all, [](const auto& one) {
            return dynamic_cast<const supervisor::file_watcher*>(one.get()) != nullptr;
        }));
    }
};

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}
