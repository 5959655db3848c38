#include "asynchat/async_chat_limits.hpp"

#include <stdexcept>

namespace asynchat {

using clock = std::chrono::steady_clock;

async_chat::ac_limits& async_chat::ac_limits_made() {
    if (!ac_limits_) ac_limits_ = std::make_unique<ac_limits>();
    return *ac_limits_;
}

void async_chat::set_idle_timeout(asyncore::duration timeout) {
    if (timeout <= timeout.zero() && !ac_limits_) return;
    ac_limits& own = ac_limits_made();
    own.idle_timeout = std::max(timeout, timeout.zero());
    own.idle.cancel();
    if (timeout <= timeout.zero()) return;
    own.last_moved = clock::now();
    watch_idle(timeout);
}

void async_chat::watch_idle(asyncore::duration left) {
    ac_limits_->idle = asyncore::call_later(
        left, [this] { look_idle(); }, map());
}

void async_chat::look_idle() {
    const auto idle_for = clock::now() - ac_limits_->last_moved;
    if (idle_for < ac_limits_->idle_timeout) {
        watch_idle(ac_limits_->idle_timeout - idle_for);
        return;
    }
    ac_limits_->last_moved = clock::now();
    watch_idle(ac_limits_->idle_timeout);
    guarded([this] { handle_timeout(); });
}

void async_chat::moved() noexcept {
    if (ac_limits_->idle_timeout > ac_limits_->idle_timeout.zero())
        ac_limits_->last_moved = clock::now();
}

void async_chat::handle_timeout() {
    handle_close();
}

void async_chat::set_water_marks(std::size_t low, std::size_t high) {
    if (low == 0 && high == 0) {
        if (ac_limits_) ac_limits_->high = 0, ac_limits_->is_high = false;
        return;
    }
    if (low >= high) throw std::invalid_argument("set_water_marks: low is not below high");
    ac_limits& own = ac_limits_made();
    own.low = low;
    own.high = high;
    if (output_pending()) flush_soon();
}

bool async_chat::tell_water_marks() {
    if (!ac_limits_ || ac_limits_->high == 0 || ac_limits_->telling) return false;
    const auto keep = weak_from_this().lock();
    bool told = false;
    ac_limits_->telling = true;
    try {
        while (!closing()) {
            const std::size_t waits = fifo_.size();
            if (!ac_limits_->is_high && waits >= ac_limits_->high) {
                ac_limits_->is_high = true;
                handle_high_water();
            } else if (ac_limits_->is_high && waits <= ac_limits_->low) {
                ac_limits_->is_high = false;
                handle_low_water();
            } else {
                break;
            }
            told = true;
        }
    } catch (...) {
        ac_limits_->telling = false;
        throw;
    }
    ac_limits_->telling = false;
    return told;
}

void async_chat::handle_high_water() {}

void async_chat::handle_low_water() {}

} // namespace asynchat
