#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace asynchat {

/// Bytes of an open file, for the kernel to send. Does not own the descriptor.
struct file_span {
    int fd = -1;
    std::uint64_t offset = 0;
    std::size_t size = 0; ///< 0: there is none
};

/// Something that makes output piece by piece. more() is asked only when the peer can take it, so a
/// slow reader costs one piece, however long the whole. Source: CPython's asynchat, medusa.
struct producer {
    virtual ~producer() = default;

    /// The next piece; empty means finished, and more() is not called again. A producer that has
    /// nothing *yet* says so with ready(), before or, when it has only now come to know, after an
    /// empty piece. What it throws goes to the channel's handle_error().
    virtual std::string more() = 0;

    /// False while there is nothing to give but it is not the end. The channel then waits, without
    /// cost, until someone calls async_chat::resume_output().
    virtual bool ready() { return true; }

    /// What comes next, where that is bytes of a file: a channel that can have the kernel send them
    /// (sendfile(2)) does so instead of asking for more(), and says with span_sent() how much. One
    /// that cannot, as over TLS, asks for more(). Asked only while ready(); must not throw. A
    /// producer that holds another passes these on if it changes nothing about the bytes.
    virtual file_span span() { return {}; }
    /// REQUIRES: `size` is at most that of span().
    virtual void span_sent(std::size_t size) { static_cast<void>(size); }
};

} // namespace asynchat
