#pragma once

#include "medusa/handler.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace medusa {

class http_server;

/// A page of what servers have done since they were started: connections, requests, answers by the
/// class of their status, bytes, how long. As HTML, or as text for who asks with `Accept:
/// text/plain` or `?text`, one "name: value" a line. It tells more than strangers should know:
/// wrap it in an auth_handler, or put it on a server of its own. Source: medusa's status_handler.
class status_handler : public handler {
public:
    explicit status_handler(std::string path = "/status") : path_(std::move(path)) {}

    /// Shows the counters of `server`, under a title. A server that is gone is not shown any more.
    void watch(const std::shared_ptr<http_server>& server, std::string title);

    bool match(const http_request& request) override;
    void handle_request(const std::shared_ptr<http_request>& request) override;
    std::string_view methods(const http_request&) override { return "GET, HEAD"; }

private:
    struct watched {
        std::weak_ptr<http_server> server;
        std::string title;
    };
    std::string path_;
    std::vector<watched> servers_;
};

} // namespace medusa
