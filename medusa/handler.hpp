#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace medusa {

class http_request;

/// What a server asks, in order, about each request: the first handler that match()es gets it.
///
/// A handler may answer at once or keep the shared_ptr and answer after later events; the channel
/// takes no further request from that peer meanwhile. A handler may wrap another: it matches when
/// the other does, and passes the request on, changed, or answers in its place (auth_handler). What
/// a hook throws is logged and, if nothing has been answered yet, becomes a 500. Ownership: the
/// server shares handlers; one may be installed in several servers of one map. Source: medusa's
/// handler protocol.
struct handler {
    virtual ~handler() = default;

    /// Whether this request is for this handler. Only the head is there.
    virtual bool match(const http_request& request) = 0;

    /// The whole request is there, body and all.
    virtual void handle_request(const std::shared_ptr<http_request>& request) = 0;

    /// The head is there and a body is to follow. Answering now refuses the body: of at most 64 KB
    /// it is read and dropped, and the connection stays, a longer one ends it; a peer that waits
    /// for "100 Continue" is not told to send it.
    virtual void handle_head(const std::shared_ptr<http_request>& request);

    /// The longest body taken, in bytes; a longer one is answered with 413. Default: 1 MB.
    virtual std::size_t max_body(const http_request& request);

    /// The methods taken, as an Allow field lists them: "GET, HEAD". No other reaches the handler:
    /// OPTIONS is answered with the list, a known method with 405 and the list, any other with 501
    /// (RFC 9110 9.1, 15.5.6). Empty, the default: all but TRACE and CONNECT, and the handler
    /// itself refuses what it does not take.
    virtual std::string_view methods(const http_request& request);
};

/// Passes a request on to a handler as the server does: if the handler takes its method, else it is
/// answered. Filters use them to pass on to what they wrap.
void pass_request(handler& to, const std::shared_ptr<http_request>& request);
void pass_head(handler& to, const std::shared_ptr<http_request>& request);

} // namespace medusa
