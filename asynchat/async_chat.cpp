#include "asynchat/async_chat.hpp"

#include "asynchat/async_chat_limits.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace asynchat {

namespace {

// One channel may send this much per event before the others get their turn.
constexpr std::size_t fair_share = 256 * 1024;

// Given to one sendfile().
constexpr std::size_t most_of_a_file = 2 * 1024 * 1024;

// What bytes the kernel sends of a file count for of that share. They are not copied here, and cost
// least when the socket is filled before the peer begins to empty it.
std::size_t share_of(std::size_t sent_of_a_file) {
    return std::max<std::size_t>(sent_of_a_file / 16, 4096);
}

// Gathered while input is dealt with; beyond it, what there is goes out first.
constexpr std::size_t gathered_output = 64 * 1024;

std::size_t at_one_read(const async_chat& channel) {
    return std::clamp<std::size_t>(channel.ac_in_buffer_size(), 1,
                                   asyncore::scratch_buffer::size());
}

} // namespace

async_chat::async_chat(asyncore::socket_map& map) : dispatcher(map) {}

async_chat::async_chat(asyncore::unique_fd socket, asyncore::socket_map& map)
    : dispatcher(std::move(socket), map) {}

async_chat::~async_chat() = default;

void async_chat::push(const char* data) {
    if (!data) throw std::invalid_argument("push: null is no string");
    push(std::string_view(data));
}

void async_chat::push(std::string_view data) {
    if (fifo_.empty()) fifo_.lend(map().spare_output());
    fifo_.push(data);
    flush_soon();
}

void async_chat::push(std::string&& data) {
    fifo_.push(std::move(data));
    flush_soon();
}

void async_chat::push_both(std::string_view first, std::string&& second) {
    if (fifo_.empty()) fifo_.lend(map().spare_output());
    fifo_.push(first);
    fifo_.push(std::move(second));
    flush_soon();
}

void async_chat::push_with_producer(std::unique_ptr<producer> source) {
    fifo_.push(std::move(source));
    flush_soon();
}

void async_chat::close_when_done() {
    fifo_.push_end();
    flush_soon();
}

void async_chat::discard_buffers() noexcept {
    ac_in_buffer_.clear();
    fifo_.clear();
    discarded_ = in_read_;
    forget_unsent();
}

void async_chat::flush_soon() {
    if (sending_) return; // what is under way takes it along
    unsent_ = in_read_;
    if (in_read_) {
        if (fifo_.size() < (ac_limits_ ? ac_limits_->gathered(gathered_output) : gathered_output))
            return;
        initiate_send();
        tell_water_marks();
        interest_changed();
        return;
    }
    // No event of ours holds this channel or takes its errors: who pushes is not to be thrown at.
    guarded([this] {
        initiate_send();
        tell_water_marks();
    });
}

void async_chat::resume_output() {
    flush_soon();
}

void async_chat::resume_input() {
    if (!input_paused_ || unheard_) return;
    input_paused_ = false;
    if (in_read_) return; // process() goes on by itself
    interest_changed();
    if (ac_in_buffer_.empty()) return;
    // Not from here: the caller is in the middle of something, and this runs hooks.
    call_soon([this] {
        if (!closing() && !in_read_) process({});
    });
}

bool async_chat::readable() {
    // The beginning of a terminator may be held besides, whatever the size.
    return ac_in_buffer_.size() < at_one_read(*this) + terminator_.string().size();
}

bool async_chat::writable() {
    if (!connected()) return connecting();
    return blocked_ || (!fifo_.empty() && !fifo_.stalled());
}

void async_chat::handle_read() {
    asyncore::scratch_buffer buffer(map());
    const std::size_t size = recv(buffer.data(), at_one_read(*this));
    if (size == 0) return;
    if (ac_limits_) moved();
    process({buffer.data(), size});
}

void async_chat::process(std::string_view input) {
    if (unheard_) return;
    if (in_read_) { // a loop inside a hook: the outer call takes it from here
        ac_in_buffer_.append(input);
        return;
    }
    std::string held;
    if (!ac_in_buffer_.empty()) {
        held = std::exchange(ac_in_buffer_, {});
        held.append(input);
        input = held;
    }
    in_read_ = true;
    try {
        for (;;) {
            look_at(input);
            if (ac_in_buffer_.empty() || input_paused_ || closing()) break;
            // A loop run inside a hook has read on meanwhile.
            held = std::string(input) + std::exchange(ac_in_buffer_, {});
            input = held;
        }
    } catch (...) {
        in_read_ = more_input_ = false;
        keep_after_throw(input);
        throw;
    }
    in_read_ = false;
    if (closing()) return;
    if (!input.empty() && !unheard_) ac_in_buffer_.insert(0, input);
    if (!fifo_.empty()) initiate_send();
}

void async_chat::look_at(std::string_view& input) {
    while (!input.empty() && !input_paused_ && !closing()) {
        const auto match = terminator_.consume(input);
        const std::string_view piece = input.substr(0, match.collect);
        input.remove_prefix(match.collect);
        more_input_ = input.size() > match.skip;
        if (!piece.empty()) collect_incoming_data(piece);
        input.remove_prefix(match.skip);
        if (match.found) found_terminator();
        if (std::exchange(discarded_, false)) input = {};
        if (!match.found && !input.empty()) break;
    }
    more_input_ = false;
}

void async_chat::keep_after_throw(std::string_view input) {
    if (std::exchange(discarded_, false)) input = {};
    if (closing()) return;
    ac_in_buffer_.insert(0, input);
    // As much as may be held: no more is read, so what comes next is to be looked at unasked.
    if (readable()) return;
    call_soon([this] {
        if (!closing() && !in_read_) process({});
    });
}

void async_chat::handle_write() {
    blocked_ = false;
    initiate_send();
}

void async_chat::initiate_send() {
    if (sending_ || blocked_ || !connected()) return;
    const auto keep = weak_from_this().lock();
    send_waiting();
    if (!connected() || !fifo_.at_end() || !end_output()) return;
    fifo_.clear(); // or a channel that is opened anew, or left open, would come to this end again
    handle_close();
}

void async_chat::send_waiting() {
    unsent_ = false;
    sending_ = true;
    try {
        send_share();
    } catch (...) {
        sending_ = false;
        throw;
    }
    sending_ = false;
}

void async_chat::close() {
    const auto keep = weak_from_this().lock();
    if (unsent_ && connected() && !sending_ && !blocked_) {
        try {
            send_waiting();
        } catch (...) {
            fifo_.clear(); // a producer's failure is of no interest to a channel that ends
        }
    }
    unsent_ = false;
    if (ac_limits_) ac_limits_->idle.cancel();
    if (std::exchange(unheard_, false)) input_paused_ = false;
    dispatcher::close();
}

void async_chat::send_share() {
    const std::size_t most = std::max<std::size_t>(ac_out_buffer_size(), 1);
    const std::size_t asked_below = ac_limits_ ? ac_limits_->asked_below(most) : most;
    std::size_t sent_now = 0;
    do {
        while (sent_now < fair_share) {
            fifo_.refill(most, asked_below, !encrypted());
            const std::string_view next = fifo_.front().substr(0, most);
            if (!connected()) break;
            if (next.empty()) {
                const file_span span = encrypted() ? file_span{} : fifo_.span();
                if (span.size == 0) break;
                const std::size_t sent = send_span(span);
                if (!connected()) return;
                if (blocked_) break;
                sent_now += share_of(sent);
                continue;
            }
            std::string_view behind; // only what follows all of front() at once
            if (next.size() == fifo_.front().size()) behind = fifo_.behind().substr(0, most);
            const std::size_t sent = behind.empty() ? send(next) : send_both(next, behind);
            if (!connected()) return;
            blocked_ = sent < next.size() + behind.size();
            fifo_.consume(sent);
            sent_now += sent;
            if (blocked_) break;
        }
        if (ac_limits_ && sent_now > 0) moved();
    } while (tell_water_marks() && connected() && !blocked_ && sent_now < fair_share);
    fifo_.give_back(map().spare_output());
}

std::size_t async_chat::send_span(const file_span& span) {
    const auto sent = send_file(span.fd, span.offset, std::min(span.size, most_of_a_file));
    if (!connected()) return 0;
    if (sent) {
        if (*sent > 0) fifo_.consume_span(*sent);
        // A short one may have other reasons than a full socket: the next tells.
        blocked_ = *sent == 0;
        return *sent;
    }
    // It has to be read after all, or to say itself why it cannot be.
    fifo_.refill(1);
    return 0;
}

void async_chat::handle_stop() {
    unheard_ = input_paused_ = true;
    ac_in_buffer_ = std::string();
    if (connected() || output_pending())
        close_when_done();
    else
        handle_close();
}

void async_chat::handle_start_tls() {
    if (!connected()) return; // what was pushed waits for the connection, and so for TLS
    initiate_send();
    if (output_pending()) throw std::runtime_error("start_tls: the peer has not taken all output");
    if (input_held()) throw std::runtime_error("start_tls: plain text follows the command");
}

void async_chat::handle_connect() {}

void async_chat::handle_expt() {}

void async_chat::handle_close() {
    close();
}

} // namespace asynchat
