#pragma once

#include "medusa/http_error.hpp"
#include "medusa/http_headers.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace medusa {

/// What a request head may cost. `max_head` and `max_target` are in bytes.
struct head_limits {
    std::size_t max_head = 64 * 1024;
    std::size_t max_fields = 100;
    std::size_t max_target = 8 * 1024;
    /// Take bytes past ASCII in the target, which RFC 3986 does not have.
    bool obs_text_in_target = false;
};

struct http_version {
    int major = 1;
    int minor = 1;
    friend auto operator<=>(const http_version&, const http_version&) = default;
};

/// How the body of a message is delimited; that of a request never by the connection's end.
enum class body_framing : unsigned char { none, length, chunked, until_close };

/// The head of a request that keeps to the rules. A value; every view it hands out is of its own
/// text and lives as long as it stays where it is.
class request_head {
public:
    struct parts {
        http_headers headers;
        text_range method;
        text_range target;
        text_range query;
        std::string path;
        std::string host;
        http_version version;
        body_framing framing = body_framing::none;
        std::uint64_t content_length = 0;
        bool keep_alive = true;
        bool expect_continue = false;
    };
    /// Of nothing: for read_request_head().
    request_head() = default;
    explicit request_head(parts&& read) noexcept : parts_(std::move(read)) {}

    std::string_view method() const noexcept { return view(parts_.method); }
    /// As it was sent.
    std::string_view target() const noexcept { return view(parts_.target); }
    /// Percent-decoded; begins with a slash, or is "*". An encoded slash is decoded like the rest
    /// and no ".." is resolved: who maps it to files must look. Never holds a NUL.
    const std::string& path() const noexcept { return parts_.path; }
    /// What follows the question mark, as it was sent.
    std::string_view query() const noexcept { return view(parts_.query); }
    http_version version() const noexcept { return parts_.version; }
    const http_headers& headers() const noexcept { return parts_.headers; }

    /// Host and port, of the target in absolute form or else of the Host field; may be empty.
    const std::string& host() const noexcept { return parts_.host; }
    body_framing framing() const noexcept { return parts_.framing; }
    /// Zero unless framing() is length; it may be zero then, too.
    std::uint64_t content_length() const noexcept { return parts_.content_length; }
    /// True if the client wishes the connection to stay open after the answer.
    bool keep_alive() const noexcept { return parts_.keep_alive; }
    /// True if the client waits for "100 Continue" before it sends the body.
    bool expect_continue() const noexcept { return parts_.expect_continue; }

private:
    friend std::optional<http_error> read_request_head(request_head& head, std::string text,
                                                       const head_limits& limits);
    std::string_view view(text_range range) const noexcept { return parts_.headers.view(range); }

    parts parts_;
};

/// Reads the head of a request: all bytes before, and without, the CRLF CRLF that ends it.
///
/// Pure, and strict where leniency lets two readers disagree about where a request ends: what RFC
/// 9112 lets a server refuse is refused, with 400, 414, 417, 431, 501 or 505. One empty line before
/// the request line is passed over (RFC 9112 2.2).
/// REQUIRES: `text` is shorter than 4 GiB.
std::variant<request_head, http_error> parse_request_head(std::string text,
                                                          const head_limits& limits = {});

/// The same, in place: into a head of nothing, of which nothing is promised after an error.
std::optional<http_error> read_request_head(request_head& head, std::string text,
                                            const head_limits& limits = {});

/// What is wrong with the request line of a head of which only the beginning is there; nothing
/// while the line has not ended, or when nothing is.
std::optional<http_error> check_request_line(std::string_view beginning,
                                             const head_limits& limits = {});

/// The answer to a head that outgrew max_head: 414 if its first line alone is too long, else 431.
http_error head_too_large(std::string_view received, const head_limits& limits = {});

} // namespace medusa
