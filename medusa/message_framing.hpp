#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "medusa/http_error.hpp"
#include "medusa/http_headers.hpp"
#include "medusa/http_parser.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace medusa {

// What requests and responses have in common. Each returns what is wrong.

/// "HTTP/1.0" or "HTTP/1.1"; a later minor version is read as 1. Source: RFC 9112 2.3.
std::optional<http_error> parse_version(std::string_view text, http_version& version);

/// Digits and nothing else, below 2^63. Source: RFC 9110 8.6.
std::optional<http_error> parse_content_length(std::string_view value, std::uint64_t& length);

/// Exactly "chunked" is understood. Any other list that ends in it is a coding not implemented; one
/// that does not leaves the end of the body unknown (RFC 9112 6.3, rule 4).
std::optional<http_error> check_transfer_encoding(const http_headers& headers);

} // namespace medusa
