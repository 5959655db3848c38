#pragma once

#include "medusa/http_parser.hpp"

#include <chrono>
#include <cstddef>

namespace medusa {

/// What one client may cost a server. Sizes are in bytes, times in milliseconds; zero means no
/// limit where it says so. May be changed while the server runs: what is already being waited for
/// keeps to the times it began with until the next wait.
///
/// The limits of a head (64 KB, 100 fields, 8 KB of target) are those of head_limits; past them the
/// answer is 431, or 414 for the target. Every refusal closes the connection.
struct limits : head_limits {
    /// The longest body taken, whatever a handler's max_body() says; past it: 413.
    std::size_t max_body = 64 * 1024 * 1024;
    /// Extensions of all chunks of one body together; past it: 400.
    std::size_t max_chunk_extensions = 16 * 1024;
    /// The trailer of a chunked body; past either: 431.
    std::size_t max_trailer = 8 * 1024;
    std::size_t max_trailer_fields = 100;

    /// Connections in all; zero: no limit. A new one past it takes the place of the one that has
    /// been idle longest. When none is idle it gets 503 and the end, unread; what the client sent
    /// meanwhile may reset the connection before it sees that.
    std::size_t max_connections = 20'000;
    /// Connections from one IP address; zero, the default, means no limit: behind a proxy all come
    /// from one. A new one past it gets the same 503.
    std::size_t max_connections_per_address = 0;
    /// Requests on one connection; zero: no limit. The last one's answer says Connection: close.
    std::size_t max_requests = 0;
    /// Pipelined requests of one connection answered in one turn of the loop. More of them are not
    /// refused: they wait until the other connections have had their turn. REQUIRES: at least 1.
    std::size_t max_pipelined = 64;

    // Each time runs only while the server waits for that client, and zero is for ever: a request
    // that a handler has not answered yet and an answer whose producer is not ready() never end a
    // connection.

    /// From the first byte of a head to its end, and from the connection's beginning to the end of
    /// its first head, the handshake of TLS included; past it: 408, or only the end when nothing
    /// at all has come. It does not begin again with each byte.
    std::chrono::milliseconds head_time{30'000};
    /// Between an answer and the first byte of the next request; past it the connection is closed.
    std::chrono::milliseconds idle_time{75'000};
    /// A body must go on: in each such span at least `min_rate` bytes a second on average, or it is
    /// answered with 408.
    std::chrono::milliseconds body_time{30'000};
    /// A client must take its answer: in each such span in which output waits for it, at least
    /// `min_rate` bytes a second on average, counted as they are acknowledged. Else the connection
    /// is reset.
    std::chrono::milliseconds write_time{60'000};
    /// Bytes a second; zero: any progress will do.
    std::size_t min_rate = 256;
    /// How long a client that has been given its last answer may go on sending, unheard, so that it
    /// reads the answer rather than a reset (RFC 9112 9.6).
    std::chrono::milliseconds linger_time{5'000};
};

} // namespace medusa
