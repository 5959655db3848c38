#include "medusa/client_channel.hpp"
#include "medusa/client_pool.hpp"
#include "medusa/exchange.hpp"
#include "medusa/line_breaks.hpp"

#include <utility>

namespace medusa {

namespace {

using kind = client_error::kind;

// 1xx answers to one request.
constexpr int most_informed = 100;

} // namespace

void client_channel::expect(expecting next) {
    expecting_ = next;
    line_.clear();
    switch (next) {
    case expecting::head:
        set_terminator("\r\n\r\n");
        break;
    case expecting::nothing:
    case expecting::until_close:
        set_terminator(asynchat::terminator());
        break;
    case expecting::body:
    case expecting::chunks:
        break; // the caller sets it
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
    case expecting::chunks:
        collect_chunks(data);
        return;
    case expecting::body:
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
    case expecting::chunks:
        found_end_of_chunk_piece();
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
    expect(framing == body_framing::chunked       ? expecting::chunks
           : framing == body_framing::until_close ? expecting::until_close
                                                  : expecting::body);
    if (length > 0) set_terminator(length);
    if (framing == body_framing::chunked) begin_chunks();
    const bool ends_here =
        framing == body_framing::none || (framing == body_framing::length && length == 0);
    exchange* const whose = current_;
    whose->got_head(head);
    if (ends_here && current_ == whose && !closing()) finished();
}

void client_channel::begin_chunks() {
    chunk_reader::limits most;
    if (const auto pool = pool_.lock()) {
        if (!streams_) most.max_body = pool->limits.max_body;
        most.max_trailer = pool->limits.max_trailer;
        most.max_trailer_fields = pool->limits.max_fields;
    }
    chunks_ = std::make_unique<chunk_reader>(most);
    set_terminator(chunks_->next());
}

void client_channel::collect_chunks(std::string_view data) {
    if (chunks_->in_data())
        deliver(data);
    else if (const auto wrong = chunks_->collect(data))
        give_up(*wrong);
}

void client_channel::found_end_of_chunk_piece() {
    if (const auto wrong = chunks_->found())
        give_up(*wrong);
    else if (chunks_->finished())
        finished();
    else
        set_terminator(chunks_->next());
}

void client_channel::give_up(const http_error& wrong) {
    if (wrong.status == 413)
        give_up(kind::too_large, "the body of the answer is too large");
    else
        give_up(kind::malformed, "bad answer: " + wrong.reason);
}

void client_channel::finished() {
    const auto self = std::static_pointer_cast<client_channel>(shared_from_this());
    exchange* const whose = std::exchange(current_, nullptr);
    if (!whose) return;
    const auto living = whose->shared_from_this();
    whose->set_channel(nullptr);
    chunks_.reset();
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
