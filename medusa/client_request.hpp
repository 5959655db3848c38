#pragma once

#include "asynchat/producer.hpp"
#include "medusa/http_url.hpp"
#include "medusa/reply_headers.hpp"
#include "medusa/response_head.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace medusa {

/// What a client asks. Movable; what it holds belongs to it.
class client_request {
public:
    /// Throws std::invalid_argument for a method that is no token or is CONNECT, and for a bad URL,
    /// as http_url does.
    client_request(std::string_view method, std::string_view url);
    client_request(std::string_view method, http_url url);

    const std::string& method() const noexcept { return method_; }
    http_url& url() noexcept { return url_; }
    const http_url& url() const noexcept { return url_; }

    /// The fields sent. Host is the URL's unless it is set here; the framing (Content-Length,
    /// Transfer-Encoding) and Connection are the client's business, and refused by send().
    reply_headers& headers() noexcept { return headers_; }
    const reply_headers& headers() const noexcept { return headers_; }
    void set_basic_auth(std::string_view name, std::string_view password);

    /// The body: a string, or what makes its pieces when the server takes them. With a length it
    /// must give as many bytes; it is sent in chunks without.
    void set_body(std::string body);
    void set_body(std::unique_ptr<asynchat::producer> body,
                  std::optional<std::uint64_t> length = {});

    /// Asks the server first whether it wants the body, with `Expect: 100-continue`.
    bool expect_continue = false;

    /// How often a redirect (301, 302, 303, 307, 308) is followed; one more is an error. Zero, the
    /// default: never, the answer is the redirect itself. From HTTPS to plain HTTP is never
    /// followed; Authorization, Cookie and Host do not go to another origin; 303 becomes GET, and
    /// so does POST at 301 and 302. One that wants a producer's body again is not followed.
    /// Source: RFC 9110 15.4.
    int max_redirects = 0;

    /// Called with the head of the answer, before any of its body; not for one that is followed.
    std::function<void(const response_head&)> on_head;
    /// Called with each piece of the body, as it arrives, decoded; nothing is gathered then.
    std::function<void(std::string_view)> on_data;

    // Internal: used by the client.

    /// The head as it is sent, with the empty line.
    std::string head_text(std::string_view user_agent) const;
    bool has_body() const noexcept { return producer_ || !text_->empty(); }
    bool is_idempotent() const noexcept;
    /// Whether it can be sent once more.
    bool is_repeatable() const noexcept { return !streamed_; }
    /// The body, as a producer; a string's may be asked for again.
    std::unique_ptr<asynchat::producer> take_body();
    /// Throws std::invalid_argument for fields that are the client's business.
    void check() const;
    /// Goes to another place; with GET, and without a body, if `get`.
    void redirect(http_url to, bool get);

private:
    std::string method_;
    http_url url_;
    reply_headers headers_;
    std::shared_ptr<const std::string> text_ = std::make_shared<std::string>();
    std::unique_ptr<asynchat::producer> producer_;
    std::optional<std::uint64_t> length_; // of the producer
    bool streamed_ = false;               // the body is, or was, a producer
};

} // namespace medusa
