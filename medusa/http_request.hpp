#pragma once

#include "asynchat/producer.hpp"
#include "asyncore/address.hpp"
#include "medusa/collector.hpp"
#include "medusa/http_parser.hpp"
#include "medusa/reply_headers.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace medusa {

class http_channel;
struct answer_counters;

/// What was asked, and the answer being built.
///
/// Build the answer with reply_code(), reply() and push(), then send it with done(); or answer with
/// error(). Nothing is sent before done(). The framing is done's business: a Content-Length when
/// everything pushed is text or the handler has set one, else chunks, else the end of the
/// connection.
///
/// Ownership: shared by the channel and whoever answers later. It outlives its channel: when the
/// peer has left, what is pushed is dropped and done() does nothing.
/// Source: medusa's http_request.
class http_request : public std::enable_shared_from_this<http_request> {
public:
    /// Reads no head yet.
    explicit http_request(http_channel& channel);

    // What was asked.
    const request_head& head() const noexcept { return head_; }
    std::string_view method() const noexcept { return head_.method(); }
    /// Percent-decoded, without the query.
    const std::string& path() const noexcept { return head_.path(); }
    std::string_view query() const noexcept { return head_.query(); }
    /// The value of a field, or an empty view.
    std::string_view get_header(std::string_view name) const noexcept {
        return head_.headers().get(name);
    }
    /// Decoded: without chunk lines. Empty with a collector.
    const std::string& body() const noexcept { return body_; }
    /// Whether it came over TLS: true, and "https", for those of an https_server.
    bool is_secure() const noexcept { return secure_; }
    std::string_view scheme() const noexcept { return secure_ ? "https" : "http"; }
    /// Hands the body to `takes` as it arrives. REQUIRES: called from handle_head().
    void set_collector(std::unique_ptr<collector> takes) noexcept { collector_ = std::move(takes); }
    /// It again; null without one.
    std::unique_ptr<collector> take_collector() noexcept { return std::move(collector_); }
    /// Who asks; empty once the peer has left.
    asyncore::address peer() const;

    /// Who the peer has shown to be, by an auth_handler; else empty.
    const std::string& user() const noexcept { return user_; }
    void set_user(std::string name) { user_ = std::move(name); }

    // The answer.
    int reply_code() const noexcept { return reply_code_; }
    void reply_code(int code) noexcept { reply_code_ = code; }
    /// The fields of the answer; Server, Date and Connection are added by done().
    reply_headers& reply() noexcept { return reply_; }

    /// A piece of the body. An empty one is nothing.
    void push(std::string_view data);
    void push(std::string&& data);
    void push(const char* data) { push(std::string_view(data)); }
    void push(std::unique_ptr<asynchat::producer> source);

    /// Sends the answer. REQUIRES: not answered().
    void done();

    /// Answers with the standard page for `code`; fields set before stay, what was pushed goes.
    /// For 405 set Allow first. REQUIRES: not answered().
    void error(int code);

    /// Has the connection closed after this answer, which says so: for a peer that is refused.
    /// REQUIRES: not answered().
    void close_after_answer() noexcept;

    bool answered() const noexcept { return answered_; }

    /// Bytes of the answer's body that have been made so far, without chunk lines.
    std::uint64_t body_bytes() const noexcept { return body_bytes_; }
    /// Bytes of the whole answer that have been made so far: head, body and chunk lines.
    std::uint64_t answer_bytes() const noexcept {
        return head_bytes_ + body_bytes_ + chunk_line_bytes_;
    }
    /// The answer has been made in full: its peer has not left before.
    bool complete() const noexcept { return complete_; }

    /// Counts this request's answer in `counters`, too, which must outlive it.
    void count_in(answer_counters& counters) noexcept { counters_ = &counters; }

    /// There was no request that could be read; this one stands in its place for the answer.
    bool made_up() const noexcept { return made_up_; }

    /// The peer has left, or the answer has been given in full.
    bool gone() const noexcept { return channel_ == nullptr; }

    /// Called once if the peer leaves before the answer has been sent in full.
    void on_close(std::function<void()> call) { on_close_ = std::move(call); }

    /// The answer has no end of its own, as the tail of a log that grows: a peer that will send no
    /// more is taken to have left. Without it a peer may half-close and still get its answer.
    void set_endless() noexcept { endless_ = true; }
    bool endless() const noexcept { return endless_; }

    /// A producer of this answer that was not ready() has something now.
    void resume_output();

    // Internal: used by http_channel.
    std::optional<http_error> read_head(std::string text, const head_limits& limits = {});
    void collect(std::string_view data);
    std::size_t collected() const noexcept { return collected_; }
    void set_made_up() noexcept { made_up_ = true; }
    void set_complete() noexcept { complete_ = true; }
    answer_counters* counters() const noexcept { return counters_; }
    void detach() noexcept; // answered in full
    void channel_closed();  // the peer has left

private:
    using piece = std::variant<std::string, std::unique_ptr<asynchat::producer>>;

    class answer_body;
    class answer_chunks;

    bool all_text() const noexcept;
    std::size_t text_size() const;
    void append_head(std::string& to, bool keep_alive) const;
    void send_text(bool keep_alive);
    void drop_body() noexcept;
    std::unique_ptr<asynchat::producer> take_body(bool chunked);

    request_head head_;
    http_channel* channel_;
    std::string body_;
    std::unique_ptr<collector> collector_;
    std::size_t collected_ = 0;
    std::string user_;
    reply_headers reply_;
    std::string text_;          // what was pushed first, if that was text
    std::vector<piece> pieces_; // and what after it
    std::function<void()> on_close_;
    std::uint64_t body_bytes_ = 0;
    std::uint64_t chunk_line_bytes_ = 0;
    std::uint32_t head_bytes_ = 0;
    answer_counters* counters_ = nullptr;
    int reply_code_ = 200;
    bool answered_ = false;
    bool keep_alive_ = false;
    bool endless_ = false;
    bool secure_;
    bool made_up_ = false;
    bool complete_ = false;
};

} // namespace medusa
