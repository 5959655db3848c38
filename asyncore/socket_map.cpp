#include "asyncore/socket_map.hpp"

#include "asyncore/compact_traceback.hpp"
#include "asyncore/dispatcher.hpp"
#include "asyncore/errors.hpp"
#include "asyncore/log.hpp"
#include "asyncore/reactor.hpp"

#include <cassert>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>

#include <sys/epoll.h>

namespace asyncore {

socket_map::socket_map() : reactor_(std::make_unique<reactor>(*this)) {}

socket_map::~socket_map() {
    if (reactor_->turning()) {
        log(log_level::error, "a socket_map was destroyed inside one of its own events");
        std::abort();
    }
    close_all();
}

socket_map& default_socket_map() {
    static socket_map map;
    return map;
}

std::shared_ptr<dispatcher> socket_map::find(int fd) const {
    if (fd < 0 || static_cast<std::size_t>(fd) >= slots_.size()) return nullptr;
    return slots_[static_cast<std::size_t>(fd)].channel;
}

std::vector<std::shared_ptr<dispatcher>> socket_map::channels() const {
    std::vector<std::shared_ptr<dispatcher>> all;
    all.reserve(size_);
    for (const auto& slot : slots_)
        if (slot.channel) all.push_back(slot.channel);
    return all;
}

void socket_map::close_all() {
    auto all = channels();
    for (auto& channel : reactor_->looking_up())
        all.push_back(std::move(channel));
    for (const auto& channel : all) {
        try {
            channel->close();
        } catch (...) {
            log(log_level::error, "close_all: " + compact_traceback());
        }
        channel->del_channel();
    }
}

template <class Hook>
void socket_map::call_each(Hook hook) {
    std::exception_ptr leaving;
    for (const auto& channel : channels()) {
        if (!channel->in_map_) continue;
        try {
            channel->guarded([&] { hook(*channel); });
        } catch (const exit_now&) {
            leaving = std::current_exception();
        }
    }
    if (leaving) std::rethrow_exception(leaving);
}

void socket_map::stop_listening() {
    call_each([](dispatcher& channel) {
        if (channel.accepting()) channel.close();
    });
}

void socket_map::stop_channels() {
    call_each([](dispatcher& channel) { channel.handle_stop_event(); });
    for (const auto& channel : reactor_->looking_up())
        channel->guarded([&] { channel->handle_close(); });
}

void socket_map::add(std::shared_ptr<dispatcher> channel) {
    assert(channel && channel->fileno() >= 0);
    const auto fd = static_cast<std::size_t>(channel->fileno());
    if (fd >= slots_.size()) slots_.resize(fd + 1);
    entry& own = slots_[fd];
    assert(!own.channel);
    dispatcher& added = *channel;
    own.channel = std::move(channel);
    own.interest = 0;
    ++own.generation;
    ++size_;
    if (reactor_->stop_state().step < stopping::told) return;
    added.call_soon([this, &added] {
        const auto step = reactor_->stop_state().step;
        if (!added.in_map_ || step < stopping::told) return;
        if (step == stopping::over)
            added.close();
        else
            added.handle_stop_event();
    });
}

void socket_map::remove(int fd) {
    entry& own = slots_[static_cast<std::size_t>(fd)];
    if (!own.channel) return;
    if (own.interest != 0) reactor_->unwatch(fd);
    own.interest = 0;
    ++own.generation;
    --size_;
    // Last: it may be the end of the channel, whose destructor may come back here.
    const auto gone = std::move(own.channel);
}

void socket_map::set_interest(int fd, std::uint32_t events, bool again) {
    entry& own = slots_[static_cast<std::size_t>(fd)];
    if (own.interest == events && !(again && (events & EPOLLET))) return;
    if (events == 0) {
        reactor_->unwatch(fd);
    } else {
        reactor_->watch(fd, own.generation, events, own.interest != 0);
    }
    own.interest = events;
}

void socket_map::dispatch(int fd, std::uint32_t generation, std::uint32_t events) {
    const auto at = static_cast<std::size_t>(fd);
    if (at >= slots_.size() || slots_[at].generation != generation) return;
    const auto channel = slots_[at].channel; // lives until its event returns
    if (channel) channel->readwrite(events);
}

scratch_buffer::scratch_buffer(socket_map& map) : map_(map), buffer_(std::move(map.scratch_)) {
    if (!buffer_) buffer_ = std::make_unique_for_overwrite<char[]>(socket_map::scratch_size);
}

scratch_buffer::~scratch_buffer() {
    map_.scratch_ = std::move(buffer_);
}

} // namespace asyncore
