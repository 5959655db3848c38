#include "medusa/http_channel.hpp"

#include "medusa/handler.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/http_methods.hpp"
#include "medusa/http_server.hpp"
#include "medusa/line_breaks.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace medusa {

namespace {

// The longest body that is read, and dropped, for the sake of the connection.
constexpr std::size_t most_skipped = 64 * 1024;

constexpr std::string_view head_end = "\r\n\r\n";

bool has_empty_host(const request_head& head) {
    return head.host().empty() && head.headers().find("Host");
}

} // namespace

http_channel::http_channel(asyncore::unique_fd socket, std::shared_ptr<http_server> server,
                           connection_count::place place)
    : async_chat(std::move(socket), server->map()),
      server_(std::move(server)),
      place_(std::move(place)) {
    edge_triggered_ = server_->on_tcp();
    expect(expecting::head);
    server_->timeouts().begin(*this, timeouts::wait::head);
}

void http_channel::expect(expecting next) {
    expecting_ = next;
    line_.clear();
    switch (next) {
    case expecting::head:
        if (get_terminator().string() != head_end) set_terminator(head_end);
        break;
    case expecting::nothing:
        set_terminator(asynchat::terminator());
        break;
    case expecting::body:
    case expecting::chunks:
        break; // the caller sets it
    }
}

void http_channel::collect_incoming_data(std::string_view data) {
    switch (expecting_) {
    case expecting::body:
        collect_body(data);
        return;
    case expecting::chunks:
        collect_chunks(data);
        return;
    case expecting::nothing:
        return;
    case expecting::head:
        line_.append(data);
        if (line_.size() > server_->limits.max_head)
            refuse(head_too_large(line_, server_->limits).status);
        return;
    }
}

void http_channel::collect_chunks(std::string_view data) {
    if (chunks_->in_data()) {
        collect_body(data);
        return;
    }
    progress_ += data.size();
    if (const auto wrong = chunks_->collect(data)) refuse(wrong->status);
}

void http_channel::collect_body(std::string_view data) {
    progress_ += data.size();
    if (skipping_) return;
    const auto request = current_;
    try {
        request->collect(data);
    } catch (const std::exception& error) {
        log_uncaptured(*request, error);
        if (!request->answered()) request->error(500);
    }
}

void http_channel::found_terminator() {
    switch (expecting_) {
    case expecting::head:
        found_head();
        break;
    case expecting::body:
        found_body();
        break;
    case expecting::chunks:
        found_end_of_chunk_piece();
        break;
    case expecting::nothing:
        break;
    }
    if (!in_read_event_) wait_changed(); // input that was held back
}

void http_channel::handle_read() {
    in_read_event_ = true;
    in_a_row_ = 0;
    async_chat::handle_read();
    in_read_event_ = false;
    if (closing()) return;
    if (expecting_ == expecting::head && !line_.empty() && !current_) check_early();
    linger();
    wait_changed();
}

// What no head can come of is refused before its end, which may never come.
void http_channel::check_early() {
    const bool first_line_new = checked_ == 0 || line_.find("\r\n", 2) >= checked_;
    const bool wrong = !http_chars::is(line_.front(), http_chars::token) && line_.front() != '\r';
    if (wrong || has_bare_break(line_, checked_)) {
        refuse(400);
        return;
    }
    checked_ = static_cast<std::uint32_t>(line_.size());
    if (!first_line_new) return;
    // What is held back is the beginning of an empty line, and so the end of the one before it.
    const bool line_ended = input_held() && !input_paused();
    if (const auto error = check_request_line(line_ended ? line_ + "\r\n" : line_, server_->limits))
        refuse(error->status);
}

void http_channel::found_head() {
    timeouts::end(*this); // a head that follows has its own time
    checked_ = 0;
    const auto request = std::make_shared<http_request>(*this);
    if (const auto wrong = request->read_head(std::exchange(line_, {}), server_->limits)) {
        refuse(wrong->status);
        return;
    }
    const request_head& head = request->head();
    // What an http URI names is never without a host (RFC 9110 4.2.1); a Unix path has none.
    if (has_empty_host(head) && !server_->on_unix_path()) {
        refuse(400);
        return;
    }
    current_ = request;
    const bool has_body = head.framing() == body_framing::chunked || head.content_length() > 0;
    ++requests_;
    ++server_->counters.requests;
    // Whoever answers now leaves the body for no one: it is read and dropped, or refused.
    unread_ = has_body && !may_skip_body(head);
    const origin_guard& guard = server_->origin_guard;
    if (const auto why = guard.check(*request, server_->on_loopback()); why != refusal::none) {
        request->reply_code(403);
        if (guard.answer)
            guard.answer(*request, why);
        else
            request->error(403);
    } else {
        if (head.path() != "*") handler_ = server_->find_handler(*request);
        if (!handler_)
            answer_unhandled();
        else if (has_body)
            expect_body();
        else
            dispatch();
    }
    if (has_body && request->answered() && !closing() && expecting_ == expecting::head) {
        skipping_ = true;
        begin_body(head, most_skipped);
    }
}

bool http_channel::may_skip_body(const request_head& head) const noexcept {
    // Who waits to be told to send it need not send it at all (RFC 9110 10.1.1), and with TRACE it
    // must not be there (9.3.8): readers may differ about where that request ends.
    return !head.expect_continue() && head.content_length() <= most_skipped &&
           head.method() != "TRACE";
}

void http_channel::answer_unhandled() {
    if (current_->head().path() == "*") {
        current_->reply_code(204);
        current_->reply().set("Allow", served_methods);
        current_->done();
    } else {
        current_->error(is_known_method(current_->method()) ? 404 : 501);
    }
}

void http_channel::expect_body() {
    const request_head& head = current_->head();
    const std::size_t most = std::min(handler_->max_body(*current_), server_->limits.max_body);
    run(&pass_head);
    if (!current_ || current_->answered()) return;
    unread_ = true;
    if (head.content_length() > most) {
        current_->error(413);
        return;
    }
    if (head.expect_continue()) push("HTTP/1.1 100 Continue\r\n\r\n");
    begin_body(head, most);
}

void http_channel::begin_body(const request_head& head, std::size_t most) {
    progress_ = 0;
    if (head.framing() == body_framing::chunked) {
        const medusa::limits& all = server_->limits;
        chunks_ = std::make_unique<chunk_reader>(chunk_reader::limits{
            most, all.max_chunk_extensions, all.max_trailer, all.max_trailer_fields});
        expect(expecting::chunks);
        set_terminator(chunks_->next());
    } else {
        expect(expecting::body);
        set_terminator(head.content_length());
    }
}

void http_channel::found_end_of_chunk_piece() {
    if (const auto wrong = chunks_->found())
        refuse(wrong->status);
    else if (chunks_->finished())
        found_body();
    else
        set_terminator(chunks_->next());
}

void http_channel::found_body() {
    chunks_.reset();
    if (std::exchange(skipping_, false)) {
        expect(expecting::head);
        timeouts::end(*this); // what follows has its own time
    } else {
        dispatch();
    }
}

void http_channel::dispatch() {
    // Nothing more of this peer's until it has its answer.
    expect(expecting::head);
    unread_ = false;
    timeouts::end(*this);
    pause_input();
    run(&pass_request);
}

void http_channel::log_uncaptured(const http_request& request, const std::exception& error) {
    log_info("uncaptured exception in a handler for " + std::string(request.method()) + " " +
                 std::string(request.head().target()) + ": " + error.what(),
             asyncore::log_level::error);
}

void http_channel::run(void (*pass)(handler&, const std::shared_ptr<http_request>&)) {
    const auto request = current_;
    const auto whom = handler_;
    try {
        pass(*whom, request);
    } catch (const std::exception& error) {
        log_uncaptured(*request, error);
        if (!request->answered()) request->error(500);
    }
}

void http_channel::refuse(int code) {
    unread_ = true;
    if (skipping_) { // it has its answer
        stop_reading();
        return;
    }
    if (!current_) {
        // There is no request to answer; one is made up so that there is one way to answer.
        current_ = std::make_shared<http_request>(*this);
        current_->read_head("GET / HTTP/1.1\r\nHost: x");
        current_->set_made_up();
    }
    if (!current_->answered()) current_->error(code);
}

} // namespace medusa
