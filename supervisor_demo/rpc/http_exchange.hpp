#pragma once

#include "asyncore/unique_fd.hpp"
#include "medusa/http_headers.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace supervisor {

/// What came back is not HTTP, or stopped in the middle.
class bad_reply : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct reply_head {
    int status = 0;
    std::string reason;
    medusa::http_headers headers;
};

/// One request and its reply, over a socket that blocks: the whole of HTTP a command line client
/// needs. Throws std::system_error for what the socket says, bad_reply for what the server says.
class http_exchange {
public:
    explicit http_exchange(asyncore::unique_fd connected) : socket_(std::move(connected)) {}

    void send(std::string_view request);

    /// Reads the head of the reply; those of 100 Continue and its like are passed over.
    reply_head read_head();

    /// The next piece of the body, as it arrives and without its chunk lines; empty at its end.
    /// REQUIRES: read_head() has returned.
    std::string read_body();

    /// For who waits for several: the socket, and whether read_body() would not wait for it.
    int fileno() const noexcept { return socket_.get(); }
    bool holds_piece() const noexcept;

    /// Let a signal end the body, as if the server had.
    void end_on_signal() noexcept { end_on_signal_ = true; }

private:
    enum class framing { until_close, length, chunked };

    bool fill();
    bool fill_line(std::string_view end);
    std::string take_line(std::string_view end);
    std::string take(std::uint64_t most);
    bool next_chunk();

    asyncore::unique_fd socket_;
    std::string buffer_;
    framing framing_ = framing::until_close;
    std::uint64_t left_ = 0; // of the body, or of the chunk
    bool in_chunk_ = false;
    bool finished_ = false;
    bool end_on_signal_ = false;
    bool interrupted_ = false;
};

} // namespace supervisor
