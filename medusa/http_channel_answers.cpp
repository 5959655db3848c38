#include "medusa/handler.hpp"
#include "medusa/http_channel.hpp"
#include "medusa/http_server.hpp"
#include "medusa/producers.hpp"

#include <algorithm>
#include <utility>

#include <sys/ioctl.h>
#include <termios.h>

namespace medusa {

void http_channel::respond(std::string_view text, std::string&& rest, bool keep_alive) {
    const auto keep = shared_from_this(); // the end of an answer given later may be ours too
    keep_alive_ = keep_alive;
    pause_input();
    push_both(text, std::move(rest));
    answered_in_full();
    if (!in_read_event_) wait_changed();
}

void http_channel::respond(std::string_view text, std::unique_ptr<asynchat::producer> rest,
                           bool keep_alive) {
    const auto keep = shared_from_this(); // the end of an answer given later may be ours too
    keep_alive_ = keep_alive;
    pause_input();
    push(text);
    push_with_producer(std::make_unique<hooked_producer>(
        std::move(rest), [this](std::uint64_t) { answered_in_full(); }));
    if (!in_read_event_) wait_changed();
}

bool http_channel::must_close() const noexcept {
    const std::size_t most = server_->limits.max_requests;
    return unread_ || stopping_ || (most > 0 && requests_ >= most);
}

void http_channel::answered_in_full() {
    if (const auto finished = std::exchange(current_, nullptr)) {
        finished->set_complete();
        server_->finished(*finished);
        finished->detach();
    }
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
    if (++in_a_row_ >= server_->limits.max_pipelined) {
        // The others first.
        call_soon([this] {
            in_a_row_ = 0;
            take_the_next();
        });
        return;
    }
    take_the_next();
}

void http_channel::take_the_next() {
    if (current_ || closing()) return;
    resume_input();
    if (eof_) call_soon([this] { close_if_finished(); });
}

void http_channel::stop_reading() {
    expect(expecting::nothing);
    if (eof_) {
        close_when_done();
        return;
    }
    // To close with input unread would reset the connection, and the peer might never see the
    // answer: say that nothing more will come, and drop what it still sends for a while.
    // What was pipelined behind the last request is such input, too.
    lingering_ = true;
    resume_input();
    if (!in_read_event_) call_soon([this] { linger(); });
}

void http_channel::linger() {
    if (lingering_ && !end_said_ && !closing() && !output_pending()) end_said_ = shutdown_write();
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
    linger();
    if (full_ && output_size() < high_water / 4) {
        full_ = false;
        in_a_row_ = 0;
        take_the_next();
    }
    wait_changed();
}

std::size_t http_channel::send(std::string_view data) {
    const std::size_t sent = async_chat::send(data);
    sent_ += sent;
    server_->counters.sent += sent;
    return sent;
}

std::size_t http_channel::send_both(std::string_view first, std::string_view second) {
    if (encrypted()) return async_chat::send_both(first, second); // and so send()
    const std::size_t sent = send_in_one_call(first, second);
    sent_ += sent;
    server_->counters.sent += sent;
    return sent;
}

std::optional<std::size_t> http_channel::send_file(int fd, std::uint64_t offset, std::size_t size) {
    const auto sent = async_chat::send_file(fd, offset, size);
    sent_ += sent.value_or(0);
    server_->counters.sent += sent.value_or(0);
    return sent;
}

std::size_t http_channel::recv(char* buffer, std::size_t size) {
    const std::size_t received = async_chat::recv(buffer, size);
    server_->counters.received += received;
    return received;
}

timeouts::wait http_channel::next_wait() {
    using wait = timeouts::wait;
    if (closing()) return wait::none;
    if (output_pending() && async_chat::writable()) return wait::write;
    if (lingering_) return wait::linger;
    if (input_paused() || (current_ && current_->answered())) return wait::none;
    switch (expecting_) {
    case expecting::head:
        if (current_) return wait::none;
        return requests_ > 0 && line_.empty() && !input_held() ? wait::idle : wait::head;
    case expecting::nothing:
        return wait::none;
    default:
        return wait::body;
    }
}

void http_channel::wait_changed() {
    using wait = timeouts::wait;
    const wait next = next_wait();
    // An idle wait begins anew with each answer; the others once, whatever trickles in meanwhile.
    if (next == waits_for() && next != wait::idle) return;
    if (next == wait::body) progress_ = 0;
    if (next == wait::write) progress_ = acknowledged();
    if (next == wait::none)
        timeouts::end(*this);
    else
        server_->timeouts().begin(*this, next);
}

std::uint64_t http_channel::acknowledged() const {
    int unsent = 0;
    if (::ioctl(fileno(), TIOCOUTQ, &unsent) != 0) unsent = 0;
    return sent_ - std::min(sent_, static_cast<std::uint64_t>(unsent));
}

bool http_channel::went_on(timeouts::wait kind) {
    const medusa::limits& most = server_->limits;
    const bool reading = kind == timeouts::wait::body;
    const auto span = reading ? most.body_time : most.write_time;
    const std::uint64_t enough =
        std::max<std::uint64_t>(1, most.min_rate * static_cast<std::uint64_t>(span.count()) / 1000);
    return (reading ? progress_ : acknowledged()) >= enough + (reading ? 0 : progress_);
}

void http_channel::timed_out(timeouts::wait kind) {
    using wait = timeouts::wait;
    guarded([this, kind] {
        if (closing()) return;
        switch (kind) {
        case wait::body:
            if (!went_on(kind)) refuse(408);
            break;
        case wait::write:
            if (!went_on(kind)) reset();
            break;
        case wait::head:
            if (line_.empty() && !input_held())
                handle_close();
            else
                refuse(408);
            break;
        default:
            handle_close();
            break;
        }
        if (!closing()) wait_changed();
    });
}

// Without it the kernel would keep what is not sent, and go on trying.
void http_channel::reset() {
    const ::linger at_once{1, 0};
    ::setsockopt(fileno(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    handle_close();
}

void http_channel::handle_eof() {
    eof_ = true;
    const bool in_a_body = !input_paused() && expecting_ != expecting::head;
    if (expecting_ == expecting::nothing) {
        close_when_done(); // the answer may still be on its way
        return;
    }
    if (skipping_) {
        close_when_done();
        return;
    }
    if (in_a_body || (current_ && current_->endless())) {
        handle_close();
        return;
    }
    call_soon([this] { close_if_finished(); }); // after requests that are held have been looked at
}

void http_channel::handle_stop() {
    stopping_ = true;
    if ((!current_ && !output_pending()) || (current_ && current_->endless()))
        handle_close();
    else if (current_ && current_->answered())
        keep_alive_ = false; // its head has gone out; the end says the rest
}

void http_channel::close() {
    const auto keep = weak_from_this().lock(); // whoever closes it need not hold it
    const auto left = std::exchange(current_, nullptr);
    if (left) server_->finished(*left);
    handler_.reset();
    timeouts::end(*this);
    place_.give_up();
    async_chat::close();
    if (left) left->channel_closed();
    server_->channel_left();
}

} // namespace medusa
