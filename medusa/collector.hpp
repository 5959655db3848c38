#pragma once

#include <string_view>

namespace medusa {

/// Takes the body of a request as it arrives, in the place of http_request::body(): for bodies that
/// are not to be held in memory. A handler gives the request one in handle_head().
///
/// What collect() throws is logged, the request is answered with 500, and the connection closed. It
/// may answer the request itself, to refuse the rest; it is called no more then. The request owns
/// its collector: when the peer leaves in the middle of a body it is destroyed with the request,
/// and handle_request() is never called.
/// Source: medusa's collector.
struct collector {
    virtual ~collector() = default;

    /// A piece of the body, decoded: without chunk lines. Never empty.
    virtual void collect(std::string_view data) = 0;
};

} // namespace medusa
