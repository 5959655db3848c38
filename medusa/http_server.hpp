#pragma once

#include "asyncore/dispatcher.hpp"
#include "medusa/connection_count.hpp"
#include "medusa/handler.hpp"
#include "medusa/limits.hpp"
#include "medusa/origin_guard.hpp"
#include "medusa/reply_headers.hpp"
#include "medusa/server_counters.hpp"
#include "medusa/timeouts.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace medusa {

class callback_handler;
class http_channel;
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
    /// Installs a function in front of the others, for a path, or for all paths that begin with
    /// what stands before a "*"; see callback_handler.hpp.
    std::shared_ptr<callback_handler>
    install(std::string path, std::function<void(const std::shared_ptr<http_request>&)> function,
            std::string methods = "GET, HEAD");
    void remove_handler(const std::shared_ptr<handler>& one);
    const std::vector<std::shared_ptr<handler>>& handlers() const noexcept { return handlers_; }

    /// The first that matches, or null.
    std::shared_ptr<handler> find_handler(const http_request& request) const;

    /// Calls `function` for each request that is done with, before it is let go: an access log's
    /// place. Its answer has been made in full, though the last of it may still wait to be sent,
    /// and complete() says so; or the peer left before that, and then answered() may be false, and
    /// body_bytes() tells how far it came. What it throws is logged.
    void on_finished(std::function<void(const http_request&)> function);

    /// What the Server field says.
    std::string server_ident = "medusa";
    /// Fields that every answer has besides what its handler sets, unless that is of the same name.
    reply_headers every_reply;
    /// What a client may cost.
    medusa::limits limits;
    /// Who is refused with 403, on every path, before a handler is looked for.
    medusa::origin_guard origin_guard;

    /// Whether it is bound to a loopback address, where no one but this host's own programs should
    /// come from.
    bool on_loopback() const noexcept { return loopback_; }
    /// Whether it is bound to a Unix path: clients may then leave the host empty.
    bool on_unix_path() const noexcept { return unix_path_; }
    /// Whether its connections are TCP, and nothing else that has streams.
    bool on_tcp() const noexcept { return tcp_; }

    /// What has been done so far.
    server_counters counters;

    /// Connections being served.
    const connection_count& connections() const noexcept { return connections_; }

    /// Now, as the Date field has it; made once a second.
    std::string_view date();
    /// Internal: used by http_request: the status line, Server and Date.
    std::string_view head_begin(int code);

    bool writable() override { return false; }
    void handle_accepted(asyncore::unique_fd socket, const asyncore::address& peer) override;
    void handle_close() override { close(); }
    void close() override;

    /// Internal: used by http_channel.
    medusa::timeouts& timeouts() noexcept { return *timeouts_; }
    void channel_left() noexcept;
    void finished(const http_request& request) noexcept;
    /// Internal: used by http_request, to put an answer together in. What is in it is of no use to
    /// anyone afterwards; it keeps its memory.
    std::string& answer_text() noexcept { return answer_text_; }

protected:
    /// Makes the channel of a connection and puts it into the map. Overridden by a server whose
    /// channels are of another kind.
    virtual std::shared_ptr<http_channel> make_channel(asyncore::unique_fd socket,
                                                       connection_count::place place);
    /// Tells a client for which there is no room: 503.
    virtual void turn_away(asyncore::unique_fd socket);

private:
    bool may_enter(const asyncore::address& peer);

    std::vector<std::shared_ptr<handler>> handlers_;
    std::vector<std::function<void(const http_request&)>> on_finished_;
    std::shared_ptr<medusa::timeouts> timeouts_;
    connection_count connections_;
    connection_count turned_away_; // and not yet gone
    bool loopback_ = false;
    bool unix_path_ = false;
    bool tcp_ = false;
    std::int64_t date_second_ = -1;
    std::string date_;
    struct {
        int code = 0;
        std::int64_t second = -1;
        std::string ident;
        std::string text;
    } begun_; // the last head's beginning: most are the same for a second
    std::string answer_text_;
};

} // namespace medusa
