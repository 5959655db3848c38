#pragma once

#include "medusa/http_error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace medusa {

/// The longest line, in bytes, that may announce a chunk.
inline constexpr std::size_t max_chunk_line = 4096;

/// Reads the line before a chunk, without its CRLF: the size in hex, then extensions, which are
/// checked and forgotten. Zero announces the last chunk. Nothing for a line that is not exactly
/// that, is too long, or has a size beyond 63 bits.
/// Source: RFC 9112 7.1.
std::optional<std::uint64_t> parse_chunk_size(std::string_view line) noexcept;

/// Checks the lines after the last chunk, one by one, and forgets them: nothing in a trailer is
/// to be trusted as if it had stood in the head.
/// Source: RFC 9112 7.1.2.
class trailer_lines {
public:
    explicit trailer_lines(std::size_t max_bytes = 8 * 1024, std::size_t max_fields = 100) noexcept
        : bytes_left_(max_bytes), fields_left_(max_fields) {}

    /// Takes a line without its CRLF; it is not the empty one that ends the body.
    std::optional<http_error> add(std::string_view line);

private:
    std::size_t bytes_left_;
    std::size_t fields_left_;
};

} // namespace medusa
