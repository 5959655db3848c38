#include "medusa/http_channel.hpp"

#include "medusa/chunk_parser.hpp"
#include "medusa/handler.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/http_methods.hpp"
#include "medusa/http_server.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace medusa {

namespace {

constexpr std::string_view line_breaks = "\r\n";

// A line break that is no CRLF from `from` on. A CRLF is never cut in two: async_chat holds back
// what may be the beginning of the terminator.
bool has_bare_break(std::string_view head, std::size_t from) {
    for (std::size_t at = head.find_first_of(line_breaks, from); at != std::string_view::npos;
         at = head.find_first_of(line_breaks, at + 2))
        if (head.substr(at, 2) != line_breaks) return true;
    return false;
}

bool has_empty_host(const request_head& head) {
    return head.host().empty() && head.headers().find("Host");
}

} // namespace

http_channel::http_channel(asyncore::unique_fd socket, std::shared_ptr<http_server> server,
                           connection_count::place place)
    : async_chat(std::move(socket), server->map()),
      server_(std::move(server)),
      place_(std::move(place)) {
    expect(expecting::head);
    server_->timeouts().begin(*this, timeouts::wait::head);
}

void http_channel::expect(expecting next) {
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
        collect_body(data);
        return;
    case expecting::nothing:
        return;
    case expecting::head:
        line_.append(data);
        if (line_.size() > server_->limits.max_head)
            refuse(head_too_large(line_, server_->limits).status);
        return;
    case expecting::chunk_end:
        line_.append(data);
        return;
    case expecting::chunk_size:
    case expecting::trailer:
        line_.append(data);
        progress_ += data.size();
        // A break on its own would be refused at the line's end, which may never come.
        if (line_.size() > max_chunk_line || has_bare_break(data, 0)) refuse(400);
        return;
    }
}

void http_channel::collect_body(std::string_view data) {
    progress_ += data.size();
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
        dispatch();
        break;
    case expecting::chunk_size:
        found_chunk_size();
        break;
    case expecting::chunk_data:
        expect(expecting::chunk_end);
        break;
    case expecting::chunk_end:
        if (line_ == line_breaks)
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
    if (!in_read_event_) wait_changed(); // input that was held back
}

void http_channel::handle_read() {
    in_read_event_ = true;
    in_a_row_ = 0;
    async_chat::handle_read();
    in_read_event_ = false;
    if (closing()) return;
    if (expecting_ == expecting::head && !line_.empty() && !current_) check_early();
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
    auto read = parse_request_head(std::exchange(line_, {}), server_->limits);
    if (const auto* wrong = std::get_if<http_error>(&read)) {
        refuse(wrong->status);
        return;
    }
    // What an http URI names is never without a host (RFC 9110 4.2.1); a Unix path has none.
    if (has_empty_host(std::get<request_head>(read)) && !server_->on_unix_path()) {
        refuse(400);
        return;
    }
    current_ = std::make_shared<http_request>(std::move(std::get<request_head>(read)), *this);
    const request_head& head = current_->head();
    const bool has_body = head.framing() == body_framing::chunked || head.content_length() > 0;
    ++requests_;
    ++server_->counters.requests;
    unread_ = has_body; // whoever answers now refuses the body
    if (server_->origin_guard.refuses(*current_, server_->on_loopback())) {
        current_->error(403);
        return;
    }
    if (head.path() != "*") handler_ = server_->find_handler(*current_);
    if (!handler_) {
        answer_unhandled();
    } else if (has_body) {
        expect_body();
    } else {
        dispatch();
    }
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
    max_body_ = std::min(handler_->max_body(*current_), server_->limits.max_body);
    run(&pass_head);
    if (!current_ || current_->answered()) return;
    if (head.content_length() > max_body_) {
        current_->error(413);
        return;
    }
    extensions_ = 0;
    progress_ = 0;
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
    extensions_ +=
        static_cast<std::uint32_t>(line_.size() - std::min(line_.find(';'), line_.size()));
    if (!size || extensions_ > server_->limits.max_chunk_extensions) {
        refuse(400);
    } else if (*size > max_body_ - current_->collected()) {
        refuse(413);
    } else if (*size == 0) {
        const medusa::limits& most = server_->limits;
        trailer_ = std::make_unique<trailer_lines>(most.max_trailer, most.max_trailer_fields);
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
    if (const auto wrong = trailer_->add(line_))
        refuse(wrong->status);
    else
        expect(expecting::trailer);
}

void http_channel::dispatch() {
    // Nothing more of this peer's until it has its answer.
    expect(expecting::head);
    trailer_.reset();
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
    if (!current_) {
        // There is no request to answer; one is made up so that there is one way to answer.
        auto made_up = parse_request_head("GET / HTTP/1.1\r\nHost: x");
        current_ =
            std::make_shared<http_request>(std::move(std::get<request_head>(made_up)), *this);
        current_->set_made_up();
    }
    if (!current_->answered()) current_->error(code);
}

} // namespace medusa
