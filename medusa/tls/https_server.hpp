#pragma once

#include "asyncore/tls/tls_context.hpp"
#include "medusa/http_server.hpp"

#include <chrono>
#include <memory>

namespace medusa {

/// A tls_context for https_server: with ALPN "http/1.1" unless the settings name something else, so
/// that a client that would rather speak HTTP/2 hears at once that it is not spoken here. Throws as
/// asyncore::tls_context::server() does.
asyncore::tls_context https_context(asyncore::tls_server_settings settings);

/// An http_server whose connections are TLS. Handlers are the same ones, and may be installed in
/// both; they tell by http_request::is_secure().
///
///     auto server = asyncore::make<medusa::https_server>(
///         asyncore::address::ip("0.0.0.0", 443),
///         medusa::https_context({{{"chain.pem", "key.pem"}}}));
///     asyncore::signal_handler renewed({SIGHUP}, [&](int) { server->tls().reload(); });
///
/// The handshake and the first head together have limits::head_time. A handshake that fails is
/// logged as one line of information and no more, as anyone can make one fail. Plain HTTP is
/// answered in plain text with 400 and a page that says what is spoken here.
///
/// Its own library, medusa_tls. Sources: RFC 9110 4.2.2, RFC 7301, RFC 6797.
class https_server : public http_server {
public:
    /// Binds and listens. Throws std::system_error, and std::invalid_argument for a context that is
    /// not a server's.
    https_server(const asyncore::address& local, asyncore::tls_context tls,
                 asyncore::socket_map& map = asyncore::default_socket_map());
    /// Takes a socket that listens already.
    https_server(asyncore::unique_fd listening, asyncore::tls_context tls,
                 asyncore::socket_map& map = asyncore::default_socket_map());

    /// What the channels use. Its reload() reads the certificates again: connections from then on
    /// get the new ones, those that live keep what they have, and none is dropped.
    asyncore::tls_context& tls() noexcept { return tls_; }

    /// Every answer says Strict-Transport-Security from now on: for `max_age` a browser will come
    /// by HTTPS alone, with `include_subdomains` to all names below this one, too. Zero tells
    /// browsers to forget it. Not said unless called: it cannot be taken back before its time.
    /// Source: RFC 6797, section 6.1.
    void set_hsts(std::chrono::seconds max_age, bool include_subdomains = false);

protected:
    std::shared_ptr<http_channel> make_channel(asyncore::unique_fd socket,
                                               connection_count::place place) override;
    /// Without a word: there is no connection yet on which to say one.
    void turn_away(asyncore::unique_fd) override {}

private:
    asyncore::tls_context tls_;
};

} // namespace medusa
