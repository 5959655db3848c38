#pragma once

#include <string>

namespace asynchat {

/// Something that makes output piece by piece. more() is asked only when the peer can take it, so a
/// slow reader costs one piece, however long the whole. Source: CPython's asynchat, medusa.
struct producer {
    virtual ~producer() = default;

    /// The next piece; empty means finished, and more() is not called again. A producer that has
    /// nothing *yet* says so with ready(). What it throws goes to the channel's handle_error().
    virtual std::string more() = 0;

    /// False while there is nothing to give but it is not the end. The channel then waits, without
    /// cost, until someone calls async_chat::resume_output().
    virtual bool ready() { return true; }
};

} // namespace asynchat
