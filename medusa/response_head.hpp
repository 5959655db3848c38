#pragma once

#include "medusa/http_error.hpp"
#include "medusa/http_headers.hpp"
#include "medusa/http_parser.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace medusa {

/// The head of a response that keeps to the rules. A value; every view it hands out is of its own
/// text and lives as long as it stays where it is.
class response_head {
public:
    struct parts {
        http_headers headers;
        text_range reason;
        http_version version;
        int status = 0;
        body_framing framing = body_framing::none;
        std::uint64_t content_length = 0;
        bool keep_alive = false;
    };
    response_head() = default;
    explicit response_head(parts read) noexcept : parts_(std::move(read)) {}

    int status() const noexcept { return parts_.status; }
    /// What the server says beside the number; may be empty.
    std::string_view reason() const noexcept { return parts_.headers.view(parts_.reason); }
    http_version version() const noexcept { return parts_.version; }
    const http_headers& headers() const noexcept { return parts_.headers; }
    std::string_view get_header(std::string_view name) const noexcept {
        return parts_.headers.get(name);
    }

    body_framing framing() const noexcept { return parts_.framing; }
    /// Zero unless framing() is length; it may be zero then, too.
    std::uint64_t content_length() const noexcept { return parts_.content_length; }
    /// True if the connection may be used again after the body.
    bool keep_alive() const noexcept { return parts_.keep_alive; }

private:
    parts parts_;
};

/// Reads the head of a response to a request of that method: all bytes before, and without, the
/// CRLF CRLF that ends it.
///
/// Pure, and strict where leniency lets two readers disagree about where a response ends: refused
/// are more than one Content-Length, one beside Transfer-Encoding, any coding but chunked, either
/// in HTTP/1.0 where it has no meaning, folds, a space before a colon, and a line that ends in LF
/// alone. The error's status is 502, what a gateway would say.
/// REQUIRES: `text` is shorter than 4 GiB. Source: RFC 9112, sections 4 and 6.3.
std::variant<response_head, http_error>
parse_response_head(std::string_view method, std::string text, const head_limits& limits = {});

} // namespace medusa
