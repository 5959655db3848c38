#pragma once

#include "asynchat/terminator.hpp"
#include "medusa/chunk_parser.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace medusa {

/// A body in chunks, read as a channel gets it: in pieces that each have a terminator.
///
/// The channel sets next() as its terminator, gives the input before it to collect(), except where
/// in_data(), for then it is the body's, and calls found() at its end; until finished(). What is
/// wrong is returned, with the status a server answers with, and is the end of the reading.
///
///     5;name=value CRLF  hello  CRLF  0 CRLF  Trailer: x CRLF  CRLF
///     size_line          data   end   size_line  trailer     trailer
///
/// Holds a line at most. Source: RFC 9112 7.1.
class chunk_reader {
public:
    struct limits {
        std::uint64_t max_body = std::numeric_limits<std::int64_t>::max();       // past it: 413
        std::uint64_t max_extensions = std::numeric_limits<std::int64_t>::max(); // in all
        std::size_t max_trailer = 8 * 1024;
        std::size_t max_trailer_fields = 100;
    };
    explicit chunk_reader(const limits& most)
        : trailer_(most.max_trailer, most.max_trailer_fields),
          body_left_(most.max_body),
          extensions_left_(most.max_extensions) {}

    /// What ends the piece that begins now. REQUIRES: not finished().
    asynchat::terminator next() const;

    /// Whether the piece is of the body, and so the channel's to keep.
    bool in_data() const noexcept { return at_ == piece::data; }
    bool finished() const noexcept { return at_ == piece::nothing; }

    /// Input of a piece that is not of the body.
    std::optional<http_error> collect(std::string_view data);
    /// The terminator has been seen.
    std::optional<http_error> found();

private:
    enum class piece : unsigned char { size_line, data, data_end, trailer, nothing };

    std::optional<http_error> found_size();
    std::optional<http_error> found_trailer();

    std::string line_;
    trailer_lines trailer_;
    std::uint64_t body_left_;
    std::uint64_t extensions_left_;
    std::uint64_t size_ = 0; // of the chunk
    piece at_ = piece::size_line;
};

} // namespace medusa
