#include "medusa/client_channel.hpp"
#include "medusa/client_pool.hpp"
#include "medusa/exchange.hpp"

#include <utility>

namespace medusa {

namespace {

using kind = client_error::kind;

// 1xx answers to one request.
constexpr int most_informed = 100;

bool has_bare_break(std::string_view text) {
    constexpr std::string_view line_breaks = "\r\n";
    for (std::size_t at = text.find_first_of(line_breaks); at != std::string_view::npos;
         at = text.find_first_of(line_breaks, at + 2))
        if (text.substr(at, 2) != line_breaks) return true;
    return false;
}

} // namespace

void client_channel::expect(expecting next) {
    expecting_ = next;
    line_.clear();
    switch (next) {
    case expecting::head:
        set_terminator("\r\n\r\n");
        break;
    case expecting::chunk_size:
    case expecting::trailer:
        set_terminator("\r\n");
        break;
    case expecting::chunk_end:
        set_terminator(2);
        break;
    case expecting::nothing:
    case expecting::until_close:
        set_terminator(asynchat::terminator());
        break;
    case expecting::body:
    case expecting::chunk_data:
        break; // a count, which the caller sets
    }
}

void client_channel::collect_incoming_data(std::string_view data) {
    heard_ = true;
    switch (expecting_) {
    case expecting::nothing:
        handle_close(); // nothing was asked
        return;
    case expecting::head: {
        line_.append(data);
        const auto pool = pool_.lock();
        if (pool && line_.size() > pool->limits.max_head)
            give_up(kind::too_large, "the head of the answer is too large");
        else if (has_bare_break(data))
            give_up(kind::malformed, "bad answer: line break that is not CRLF");
        return;
    }
    case expecting::chunk_size:
    case expecting::trailer:
        line_.append(data);
        if (line_.size() > max_chunk_line || has_bare_break(data))
            give_up(kind::malformed, "bad answer: bad line between chunks");
        return;
    case expecting::chunk_end:
        line_.append(data);
        return;
    case expecting::body:
    case expecting::chunk_data:
    case expecting::until_close:
        deliver(data);
        return;
    }
}

void client_channel::deliver(std::string_view data) {
    if (!current_) return;
    gathered_ += data.size();
    const auto pool = pool_.lock();
    if (!streams_ && pool && gathered_ > pool->limits.max_body)
        give_up(kind::too_large, "the body of the answer is too large");
    else
        current_->got_data(data);
}

void client_channel::found_terminator() {
    switch (expecting_) {
    case expecting::head:
        found_head();
        break;
    case expecting::body:
        finished();
        break;
    case expecting::chunk_size:
        found_chunk_size();
        break;
    case expecting::chunk_data:
        expect(expecting::chunk_end);
        break;
    case expecting::chunk_end:
        if (line_ == "\r\n")
            expect(expecting::chunk_size);
        else
            give_up(kind::malformed, "bad answer: a chunk is longer than was said");
        break;
    case expecting::trailer:
        if (line_.empty()) {
            finished();
        } else if (trailer_->add(line_)) {
            give_up(kind::malformed, "bad answer: bad trailer");
        } else {
            expect(expecting::trailer);
        }
        break;
    case expecting::nothing:
    case expecting::until_close:
        break;
    }
}

void client_channel::found_head() {
    const auto pool = pool_.lock();
    if (!pool || !current_) return;
    auto read = parse_response_head(method_, std::exchange(line_, {}), pool->limits);
    if (const auto* wrong = std::get_if<http_error>(&read)) {
        give_up(kind::malformed, "bad answer: " + wrong->reason);
        return;
    }
    response_head head = std::move(std::get<response_head>(read));
    if (head.status() >= 200) {
        expect_body(head);
        return;
    }
    // We never ask for another protocol.
    if (head.status() == 101 || ++informed_ > most_informed) {
        give_up(kind::malformed, "bad answer: unasked for " + std::to_string(head.status()));
        return;
    }
    expect(expecting::head);
    if (head.status() == 100 && body_waits_) send_body();
}

void client_channel::expect_body(const response_head& head) {
    const auto pool = pool_.lock();
    // A body that was announced and is not sent leaves the server waiting for it.
    keep_alive_ = head.keep_alive() && !body_waits_;
    body_waits_ = false;
    const body_framing framing = head.framing();
    const std::uint64_t length = head.content_length();
    if (!streams_ && framing == body_framing::length && length > pool->limits.max_body) {
        give_up(kind::too_large, "the body of the answer is too large");
        return;
    }
    deadline_.cancel();
    expect(framing == body_framing::chunked       ? expecting::chunk_size
           : framing == body_framing::until_close ? expecting::until_close
                                                  : expecting::body);
    if (length > 0) set_terminator(length);
    const bool ends_here =
        framing == body_framing::none || (framing == body_framing::length && length == 0);
    exchange* const whose = current_;
    whose->got_head(head);
    if (ends_here && current_ == whose && !closing()) finished();
}

void client_channel::found_chunk_size() {
    const auto pool = pool_.lock();
    const auto size = parse_chunk_size(line_);
    if (!size || !pool) {
        give_up(kind::malformed, "bad answer: malformed size of a chunk");
    } else if (!streams_ &&
               *size > pool->limits.max_body - std::min(gathered_, pool->limits.max_body)) {
        give_up(kind::too_large, "the body of the answer is too large");
    } else if (*size == 0) {
        trailer_ =
            std::make_unique<trailer_lines>(pool->limits.max_trailer, pool->limits.max_fields);
        expect(expecting::trailer);
    } else {
        expect(expecting::chunk_data);
        set_terminator(*size);
    }
}

void client_channel::finished() {
    const auto self = std::static_pointer_cast<client_channel>(shared_from_this());
    exchange* const whose = std::exchange(current_, nullptr);
    if (!whose) return;
    const auto living = whose->shared_from_this();
    whose->set_channel(nullptr);
    trailer_.reset();
    expect(expecting::nothing);
    resume_input();
    // What has come behind the answer was not asked for, and must not answer the next request.
    const bool reusable = keep_alive_ && !eof_ && !stopping_ && !input_held() && !output_pending();
    const auto pool = pool_.lock();
    if (pool && reusable) {
        set_idle_timeout(pool->limits.keep_time);
        kept_ = true;
        pool->released(self);
    } else {
        close();
    }
    living->got_end();
}

} // namespace medusa
