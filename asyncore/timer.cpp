#include "asyncore/timer.hpp"

#include "asyncore/compact_traceback.hpp"
#include "asyncore/errors.hpp"
#include "asyncore/log.hpp"
#include "asyncore/reactor.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace asyncore {

struct timer::appointment {
    appointment(asio::io_context& context, std::function<void()> call)
        : clock(context), function(std::move(call)) {}

    void call() {
        pending = false;
        const auto due = std::move(function); // it may destroy or replace its own timer
        try {
            due();
        } catch (const exit_now&) {
            throw;
        } catch (...) {
            log(log_level::error, "uncaptured exception in a timer (" + compact_traceback() + ")");
        }
    }

    asio::steady_timer clock;
    std::function<void()> function;
    bool pending = true;
};

timer::timer() noexcept = default;
timer::timer(timer&&) noexcept = default;

timer& timer::operator=(timer&& other) noexcept {
    if (this != &other) {
        cancel();
        appointment_ = std::move(other.appointment_);
    }
    return *this;
}

timer::~timer() {
    cancel();
}

void timer::cancel() noexcept {
    if (!appointment_) return;
    const auto gone = std::move(appointment_);
    if (!gone->pending) return;
    gone->pending = false;
    gone->function = nullptr;
    try {
        gone->clock.cancel();
    } catch (...) { // NOLINT(bugprone-empty-catch): it is no longer pending, which is what counts
    }
}

bool timer::pending() const noexcept {
    return appointment_ && appointment_->pending;
}

timer call_later(duration delay, std::function<void()> function, socket_map& map) {
    timer armed;
    armed.appointment_ =
        std::make_shared<timer::appointment>(map.wait().context(), std::move(function));
    map.wait().timer_armed(delay);
    armed.appointment_->clock.expires_after(std::max(delay, duration::zero()));
    armed.appointment_->clock.async_wait(
        [weak = std::weak_ptr(armed.appointment_)](const std::error_code&) {
            if (const auto due = weak.lock(); due && due->pending) due->call();
        });
    return armed;
}

} // namespace asyncore
