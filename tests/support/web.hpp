#pragma once

#include "asyncore/asyncore.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"
#include "tests/support/peer.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// A handler made of a function, for every path that begins with a prefix.
struct function_handler : medusa::handler {
    using function = std::function<void(const std::shared_ptr<medusa::http_request>&)>;
    function_handler(std::string begins, function answer)
        : prefix(std::move(begins)), call(std::move(answer)) {}
    bool match(const medusa::http_request& request) override {
        return request.path().starts_with(prefix);
    }
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override {
        call(request);
    }
    std::size_t max_body(const medusa::http_request&) override { return body_limit; }
    std::string prefix;
    function call;
    std::size_t body_limit = 1024 * 1024;
};

/// A server on an ephemeral port, and clients that talk to it in raw text.
struct web {
    asyncore::socket_map map;
    std::shared_ptr<medusa::http_server> server =
        asyncore::make<medusa::http_server>(asyncore::address::ip("127.0.0.1", 0), map);

    web() { server->origin_guard.allowed_hosts = {"x"}; }

    std::shared_ptr<function_handler> install(std::string prefix, function_handler::function call) {
        auto one = std::make_shared<function_handler>(std::move(prefix), std::move(call));
        server->install_handler(one);
        return one;
    }

    std::shared_ptr<peer> client() {
        const auto one = asyncore::make<peer>(map);
        one->create_socket(server->addr().family());
        one->connect(server->addr());
        wait_until([&] { return one->connected(); }, std::chrono::seconds(5), "connected", map);
        return one;
    }

    /// Says `text`, and all that comes back until the server closes.
    std::string ask(std::string_view text) {
        const auto one = client();
        one->say(text);
        one->hear_the_end();
        const std::string answer = one->heard();
        one->close();
        settle();
        return answer;
    }

    /// The answer to one request whose connection is closed after it.
    std::string get(std::string_view target, std::string_view fields = "",
                    std::string_view method = "GET", std::string_view body = "") {
        std::string text;
        text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
        text.append("Connection: close\r\n").append(fields);
        if (!body.empty())
            text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
        return ask(text.append("\r\n").append(body));
    }

    /// Runs everything that is ready now.
    void settle() {
        while (asyncore::poll(std::chrono::milliseconds(0), map)) {
        }
    }
};

inline int status_of(std::string_view answer) {
    return answer.size() > 12 ? std::stoi(std::string(answer.substr(9, 3))) : 0;
}

inline std::string body_of(const std::string& answer) {
    const auto end = answer.find("\r\n\r\n");
    return end == std::string::npos ? "" : answer.substr(end + 4);
}
