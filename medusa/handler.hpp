#pragma once

#include <cstddef>
#include <memory>

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

    /// The head is there and a body is to follow. Answering now refuses the body unread.
    virtual void handle_head(const std::shared_ptr<http_request>& request);

    /// The longest body taken, in bytes; a longer one is answered with 413.
    virtual std::size_t max_body(const http_request& request);
};

} // namespace medusa
