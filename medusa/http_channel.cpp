#include "medusa/http_channel.hpp"

#include "medusa/chunk_parser.hpp"
#include "medusa/handler.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/http_server.hpp"
#include "medusa/origin_guard.hpp"
#include "medusa/producers.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include <sys/socket.h>

namespace medusa {

namespace {

// How long a refused peer may go on sending before it is cut off.
constexpr std::chrono::seconds linger_time{2};

// A line break that is no CRLF, or a control character: no head will come of it, and waiting for
// its end would be waiting for good.
bool hopeless(std::string_view head) {
    for (std::size_t at = head.find('\n'); at != std::string_view::npos;
         at = head.find('\n', at + 1))
        if (at == 0 || head[at - 1] != '\r') return true;
    const unsigned char first = head.empty() ? '\r' : static_cast<unsigned char>(head.front());
    return first != '\r' && !http_chars::is(static_cast<char>(first), http_chars::token);
}

} // namespace

http_channel::http_channel(asyncore::unique_fd socket, std::shared_ptr<http_server> server)
    : async_chat(std::move(socket), server->map()), server_(std::move(server)) {
    expect(expecting::head);
}

void http_channel::expect(expecting next) {
    expecting_ = next;
    line_.clear();
    switch (next) {
    case expecting::head:
        set_terminator("\r\n\r\n");
        break;
    case expecting::chunk_size:
    case expecting::chunk_end:
    case expecting::trailer:
        set_terminator("\r\n");
        break;
    case expecting::nothing:
        set_terminator(asynchat::terminator());
        break;
    case expecting::body:
    case expecting::chunk_data:
        break; // a count, which the caller sets
    }
}

void http_channel::collect_incoming_data(std::string_view data) {
    switch (expecting_) {
    case expecting::body:
    case expecting::chunk_data:
        current_->collect(data);
        return;
    case expecting::nothing:
        return;
    case expecting::head:
        line_.append(data);
        if (line_.size() > server_->limits.max_head)
            refuse(head_too_large(line_).status);
        else if (hopeless(line_))
            refuse(400);
        return;
    case expecting::chunk_size:
    case expecting::chunk_end:
    case expecting::trailer:
        line_.append(data);
        if (line_.size() > max_chunk_line) refuse(400);
        return;
    }
}

void http_channel::found_terminator() {
    switch (expecting_) {
    case expecting::head:
        found_head();
        break;
    case expecting::body:
        dispatch();
        break;
    case expecting::chunk_size:
        found_chunk_size();
        break;
    case expecting::chunk_data:
        expect(expecting::chunk_end);
        break;
    case expecting::chunk_end:
        if (line_.empty())
            expect(expecting::chunk_size);
        else
            refuse(400);
        break;
    case expecting::trailer:
        found_trailer();
        break;
    case expecting::nothing:
        break;
    }
}

void http_channel::found_head() {
    auto read = parse_request_head(std::exchange(line_, {}), server_->limits);
    if (const auto* wrong = std::get_if<http_error>(&read)) {
        refuse(wrong->status);
        return;
    }
    current_ = std::make_shared<http_request>(std::move(std::get<request_head>(read)), *this);
    const request_head& head = current_->head();
    if (server_->origin_guard && is_foreign(*current_)) {
        unread_ = head.framing() != body_framing::none;
        current_->error(403);
        return;
    }
    handler_ = server_->find_handler(*current_);
    const bool has_body = head.framing() == body_framing::chunked || head.content_length() > 0;
    if (!handler_) {
        unread_ = has_body;
        if (head.path() == "*") {
            current_->reply_code(204);
            current_->reply().set("Allow", "GET, HEAD, POST, OPTIONS");
            current_->done();
        } else {
            current_->error(404);
        }
    } else if (has_body) {
        expect_body();
    } else {
        dispatch();
    }
}

void http_channel::expect_body() {
    const request_head& head = current_->head();
    max_body_ = handler_->max_body(*current_);
    unread_ = true; // whoever answers now refuses the body
    run(&handler::handle_head);
    if (!current_ || current_->answered()) return;
    if (head.content_length() > max_body_) {
        current_->error(413);
        return;
    }
    unread_ = false;
    if (head.expect_continue()) push("HTTP/1.1 100 Continue\r\n\r\n");
    if (head.framing() == body_framing::chunked) {
        expect(expecting::chunk_size);
    } else {
        expect(expecting::body);
        set_terminator(head.content_length());
    }
}

void http_channel::found_chunk_size() {
    const auto size = parse_chunk_size(line_);
    if (!size) {
        refuse(400);
    } else if (*size > max_body_ - current_->collected()) {
        refuse(413);
    } else if (*size == 0) {
        trailer_ = trailer_lines();
        expect(expecting::trailer);
    } else {
        expect(expecting::chunk_data);
        set_terminator(*size);
    }
}

void http_channel::found_trailer() {
    if (line_.empty()) {
        dispatch();
        return;
    }
    if (const auto wrong = trailer_.add(line_))
        refuse(wrong->status);
    else
        expect(expecting::trailer);
}

void http_channel::dispatch() {
    // Nothing more of this peer's until it has its answer.
    expect(expecting::head);
    pause_input();
    run(&handler::handle_request);
}

void http_channel::run(void (handler::*hook)(const std::shared_ptr<http_request>&)) {
    const auto request = current_;
    const auto whom = handler_;
    try {
        ((*whom).*hook)(request);
    } catch (const std::exception& error) {
        log_info("uncaptured exception in a handler for " + std::string(request->method()) + " " +
                     std::string(request->head().target()) + ": " + error.what(),
                 asyncore::log_level::error);
        if (!request->answered()) request->error(500);
    }
}

void http_channel::refuse(int code) {
    unread_ = true;
    if (!current_) {
        // There is no request to answer; one is made up so that there is one way to answer.
        auto made_up = parse_request_head("GET / HTTP/1.1\r\nHost: x");
        current_ =
            std::make_shared<http_request>(std::move(std::get<request_head>(made_up)), *this);
    }
    if (!current_->answered()) current_->error(code);
}

void http_channel::respond(std::string&& text, std::unique_ptr<asynchat::producer> body,
                           bool keep_alive) {
    const auto keep = shared_from_this(); // the end of an answer given later may be ours too
    keep_alive_ = keep_alive;
    pause_input();
    push(std::move(text));
    if (!body) {
        answered_in_full();
        return;
    }
    push_with_producer(std::make_unique<hooked_producer>(
        std::move(body), [this](std::uint64_t) { answered_in_full(); }));
}

void http_channel::answered_in_full() {
    if (const auto finished = std::exchange(current_, nullptr)) finished->detach();
    handler_.reset();
    if (closing()) return;
    if (!keep_alive_) {
        stop_reading();
        return;
    }
    if (output_size() > high_water) {
        full_ = true;
        return;
    }
    resume_input();
    if (eof_) call_soon([this] { close_if_finished(); });
}

void http_channel::stop_reading() {
    expect(expecting::nothing);
    if (eof_ || !unread_) {
        eof_ = true; // what it may still say is not listened to
        close_when_done();
        return;
    }
    // To close with input unread would reset the connection, and the peer might never see the
    // answer: say that nothing more will come, and drop what it still sends for a while.
    resume_input();
    lingering_ = asyncore::call_later(
        linger_time, [this] { handle_close(); }, map());
    call_soon([this] { linger(); });
}

void http_channel::linger() {
    if (!closing() && !output_pending()) ::shutdown(fileno(), SHUT_WR);
}

void http_channel::close_if_finished() {
    // Input that is held though nothing is paused is the beginning of a terminator without its end.
    if (eof_ && !current_ && !input_paused() && !closing()) close_when_done();
}

bool http_channel::readable() {
    return !eof_ && async_chat::readable();
}

void http_channel::handle_write() {
    async_chat::handle_write();
    if (closing()) return;
    if (expecting_ == expecting::nothing) linger();
    if (full_ && output_size() < high_water / 4) {
        full_ = false;
        resume_input();
        if (eof_) call_soon([this] { close_if_finished(); });
    }
}

void http_channel::handle_eof() {
    eof_ = true;
    const bool in_a_body = !input_paused() && expecting_ != expecting::head;
    if (expecting_ == expecting::nothing) {
        close_when_done(); // the answer may still be on its way
        return;
    }
    if (in_a_body || (current_ && current_->endless())) {
        handle_close();
        return;
    }
    call_soon([this] { close_if_finished(); }); // after requests that are held have been looked at
}

void http_channel::close() {
    const auto left = std::exchange(current_, nullptr);
    handler_.reset();
    lingering_.cancel();
    async_chat::close();
    if (left) left->channel_closed();
}

} // namespace medusa
