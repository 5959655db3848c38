#pragma once

#include "asyncore/dispatcher.hpp"
#include "medusa/client_limits.hpp"
#include "medusa/client_request.hpp"
#include "medusa/response_head.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <variant>

namespace medusa {

class client_pool;
class exchange;

/// Why there is no answer.
struct client_error {
    enum class kind : unsigned char {
        resolve,   // the name means nothing
        connect,   // nobody there, or TLS could not be agreed on
        timeout,   // one of client_limits' times has passed
        closed,    // the connection ended before the answer did
        malformed, // what came is no HTTP, or is not safe to read
        too_large, // past one of client_limits' sizes
        redirect,  // not to be followed, or once too often
        request, // the request's own: a producer of its body, or a function of the caller's, threw
    };
    kind what;
    /// For a person: "GET http://localhost:80/: connect 127.0.0.1:80: Connection refused".
    std::string sentence;
};

/// An answer that has come to its end.
struct http_response {
    response_head head;
    /// Decoded: without chunk lines. Empty when on_data got it.
    std::string body;
    /// Where it came from, after redirects.
    http_url url;

    int status() const noexcept { return head.status(); }
};

/// How a call ends: with an answer, whatever its status, or with the reason why there is none.
using http_answer = std::variant<http_response, client_error>;
using answered = std::function<void(http_answer)>;

/// A call under way. Owns it: destroying or assigning to it cancels, and nothing is called any
/// more; the connection is closed, as an answer to no one may still be on it. May be cancelled,
/// destroyed or replaced from within its own functions.
class client_call {
public:
    client_call() noexcept;
    client_call(client_call&&) noexcept;
    client_call& operator=(client_call&&) noexcept;
    ~client_call();

    void cancel() noexcept;
    /// True until the answer has been given, or the call cancelled.
    bool pending() const noexcept;

    /// Stops on_data for a while: the server is read from no further than one buffer, and
    /// client_limits::idle_time does not run. Does nothing before the head has come.
    void pause();
    void resume();

    /// A producer of the request's body that was not ready() has something now.
    void resume_output();

private:
    friend class http_client;
    explicit client_call(std::shared_ptr<exchange> one) noexcept;
    std::shared_ptr<exchange> exchange_;
};

/// Asks servers over HTTP/1.1, without blocking the loop of its map.
///
///     medusa::http_client client;
///     auto call = client.send({"GET", "http://localhost:8080/"}, [](medusa::http_answer answer) {
///         if (const auto* response = std::get_if<medusa::http_response>(&answer))
///             std::puts(response->body.c_str());
///         else
///             std::puts(std::get<medusa::client_error>(answer).sentence.c_str());
///     });
///     asyncore::loop();
///
/// Connections are kept open and used again, the one used last first; requests are never pipelined.
/// When one that was kept turns out to have been closed before a byte of the answer came, an
/// idempotent request whose body can be sent again is sent once more, on a new connection (RFC 9110
/// 9.2.2). While one is kept, loop() turns; close() or asyncore::stop() lets them go.
///
/// HTTPS: see tls/https_client.hpp. Names are asked for by asyncore::resolve(); each address is
/// tried in turn. No proxies, no cookies, no content codings. Belongs to the thread of its map.
/// Sources: RFC 9110, RFC 9112.
class http_client {
public:
    explicit http_client(asyncore::socket_map& map = asyncore::default_socket_map());
    /// Cancels what is under way; nothing is called any more.
    ~http_client();
    http_client(const http_client&) = delete;
    http_client& operator=(const http_client&) = delete;

    /// Read when a call or a connection begins.
    client_limits& limits() noexcept;
    /// What the User-Agent field says; empty: none is sent.
    std::string& user_agent() noexcept;

    /// Begins. `call` is called once, from the loop, never before this returns. What it throws is
    /// logged. Throws std::invalid_argument for a request that is not to be sent: fields that are
    /// the client's business, HTTPS without TLS; std::length_error past client_limits::max_waiting.
    [[nodiscard]] client_call send(client_request request, answered call);

    /// Closes the connections that are kept with nothing to do. Those in use are not kept
    /// afterwards, until the next send().
    void close();

    /// Connections that are kept with nothing to do.
    std::size_t idle_connections() const noexcept;

    /// How TLS is started on a channel that connects to a host; see tls/https_client.hpp.
    using tls_starter = std::function<void(asyncore::dispatcher&, const std::string& host)>;
    void set_tls(tls_starter start);

private:
    std::shared_ptr<client_pool> pool_;
};

} // namespace medusa
