#pragma once

#include "asyncore/dispatcher.hpp"
#include "medusa/handler.hpp"
#include "medusa/http_parser.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace medusa {

class http_request;

/// Listens, and has a list of handlers for what arrives.
///
/// Make it with asyncore::make<http_server>(address). Channels share their server: it may be
/// closed, which only ends the listening, while they are still being served. Source: medusa's
/// http_server.
class http_server : public asyncore::dispatcher {
public:
    /// Binds and listens. Throws std::system_error.
    explicit http_server(const asyncore::address& local,
                         asyncore::socket_map& map = asyncore::default_socket_map());
    /// Takes a socket that listens already.
    explicit http_server(asyncore::unique_fd listening,
                         asyncore::socket_map& map = asyncore::default_socket_map());

    /// Puts a handler in front of those installed before, or behind them all. Tried in order.
    void install_handler(std::shared_ptr<handler> one, bool back = false);
    void remove_handler(const std::shared_ptr<handler>& one);
    const std::vector<std::shared_ptr<handler>>& handlers() const noexcept { return handlers_; }

    /// The first that matches, or null.
    std::shared_ptr<handler> find_handler(const http_request& request) const;

    /// What the Server field says.
    std::string server_ident = "medusa";
    head_limits limits;
    /// Refuse with 403 what a foreign web page makes a browser send; see origin_guard.hpp.
    bool origin_guard = true;

    /// Now, as the Date field has it; made once a second.
    std::string_view date();

    bool writable() override { return false; }
    void handle_accepted(asyncore::unique_fd socket, const asyncore::address& peer) override;
    void handle_close() override { close(); }

private:
    std::vector<std::shared_ptr<handler>> handlers_;
    std::chrono::sys_seconds date_second_{std::chrono::seconds(-1)};
    std::string date_;
};

} // namespace medusa
