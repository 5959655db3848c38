#include "asyncore/dispatcher_with_send.hpp"

namespace asyncore {

std::string_view dispatcher_with_send::out_buffer() const noexcept {
    return std::string_view(out_buffer_).substr(sent_);
}

std::size_t dispatcher_with_send::send(std::string_view data) {
    const auto keep = weak_from_this().lock();
    if (debug()) log_info("sending " + std::string(data));
    out_buffer_.append(data);
    initiate_send();
    interest_changed();
    return closing() ? 0 : data.size();
}

void dispatcher_with_send::close_when_sent() {
    if (connected() && out_buffer().empty() && end_output()) handle_close();
}

void dispatcher_with_send::initiate_send() {
    if (!connected() || out_buffer().empty()) return;
    const std::size_t now = dispatcher::send(out_buffer().substr(0, piece_size));
    if (closing()) return;
    sent_ += now;
    // Moving what is left to the front at every piece would be quadratic.
    if (sent_ * 2 < out_buffer_.size()) return;
    out_buffer_.erase(0, sent_);
    sent_ = 0;
    if (out_buffer_.empty()) std::string().swap(out_buffer_); // an idle channel holds no buffer
}

bool dispatcher_with_send::writable() {
    return connecting() || (connected() && (stopped_ || !out_buffer().empty()));
}

void dispatcher_with_send::handle_write() {
    initiate_send();
    if (stopped_) close_when_sent();
}

void dispatcher_with_send::handle_stop() {
    if (!connected() && (!connecting() || out_buffer().empty())) {
        handle_close();
        return;
    }
    stopped_ = true;
    close_when_sent();
}

void dispatcher_with_send::close() {
    dispatcher::close();
    stopped_ = false;
    std::string().swap(out_buffer_);
    sent_ = 0;
}

} // namespace asyncore
