#include "asyncore/transport.hpp"

#include "asyncore/dispatcher.hpp"

#include <stdexcept>
#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>

namespace asyncore {

namespace {

// Reads of one turn for which no event came; then the other channels get theirs.
constexpr int reads_per_turn = 16;

} // namespace

void dispatcher::set_transport(std::unique_ptr<transport> between) {
    if (!fd_ || (!connected_ && !connecting_)) throw std::logic_error("start_tls: not connected");
    transport_ = std::move(between);
    connected_ = false;
    connecting_ = true;
    interest_changed();
}

std::uint32_t dispatcher::transport_wanted() {
    const bool reads = connected_ && readable();
    std::uint32_t events = transport_->wanted(reads, connected_ && writable());
    if (reads && transport_->input_pending() && !transport_->reads_on) {
        transport_->reads_on = true;
        call_soon([this] { transport_read_on(); });
    }
    if (events == 0 && !unwatched_when_idle_) events = EPOLLHUP | EPOLLERR;
    return events;
}

void dispatcher::transport_read_on() {
    // Each time from the member: a hook may have closed the channel and opened it anew.
    if (transport_) transport_->reads_on = false;
    for (int i = 0; i < reads_per_turn; ++i) {
        if (!in_map_ || !connected_ || !transport_ || !transport_->input_pending()) return;
        if (!readable()) return;
        handle_read_event();
    }
}

std::size_t dispatcher::transport_send(std::string_view data) {
    const auto sent = transport_->send(data);
    if (sent.how == transport::outcome::gone) handle_close();
    return sent.size;
}

std::size_t dispatcher::transport_recv(char* buffer, std::size_t size) {
    const auto got = transport_->recv(buffer, size);
    if (got.how == transport::outcome::finished) handle_eof();
    if (got.how == transport::outcome::gone) handle_close();
    return got.size;
}

bool dispatcher::end_transport() {
    const bool ended = transport_->end_output();
    if (!ended) interest_changed();
    return ended;
}

bool dispatcher::shutdown_write() {
    if (!end_output()) return false;
    ::shutdown(fileno(), SHUT_WR);
    return true;
}

void dispatcher::forget_unsent() noexcept {
    if (transport_) transport_->forget_unsent();
}

} // namespace asyncore
