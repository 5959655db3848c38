#pragma once

#include "medusa/http_parser.hpp"

#include <chrono>
#include <cstddef>

namespace medusa {

/// What a server may cost a client. Sizes are in bytes, times in milliseconds; zero means no limit
/// where it says so. The limits of a head (64 KB, 100 fields) are those of head_limits.
struct client_limits : head_limits {
    /// The longest body that is gathered; one given to client_request::on_data is not gathered, and
    /// not limited.
    std::size_t max_body = 64 * 1024 * 1024;
    /// The trailer of a chunked body.
    std::size_t max_trailer = 8 * 1024;

    /// Connections to one origin; requests beyond wait for one of them. REQUIRES: at least 1.
    std::size_t max_connections = 8;
    /// Of those, how many are kept open with nothing to do.
    std::size_t max_idle = 4;
    /// Requests that wait for a connection, in all; past it send() throws.
    std::size_t max_waiting = 1000;

    /// Until a connection stands: names resolved, all addresses tried, TLS agreed on. Zero: no
    /// limit.
    std::chrono::milliseconds connect_time{10'000};
    /// Without a byte in either direction while an answer is awaited. Zero: no limit.
    std::chrono::milliseconds idle_time{60'000};
    /// From send() to the end of the answer, redirects and all. Zero, the default: no limit.
    std::chrono::milliseconds total_time{0};
    /// How long a connection with nothing to do is kept. Zero: for ever.
    std::chrono::milliseconds keep_time{30'000};
    /// With `Expect: 100-continue`: how long a server is waited for before the body is sent all the
    /// same (RFC 9110 10.1.1).
    std::chrono::milliseconds continue_time{1'000};
};

} // namespace medusa
