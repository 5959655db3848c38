#pragma once

#include "asyncore/socket_map.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace asyncore {

using duration = std::chrono::nanoseconds;

/// A call that is due later. Owns the appointment: destroying or assigning to the timer cancels it.
/// May be cancelled, destroyed or replaced from within its own function.
class timer {
public:
    timer() noexcept;
    timer(timer&&) noexcept;
    timer& operator=(timer&&) noexcept;
    ~timer();

    void cancel() noexcept;
    /// True until the function has been called or the timer cancelled.
    bool pending() const noexcept;

private:
    friend timer call_later(duration, std::function<void()>, socket_map&);
    struct appointment;
    std::shared_ptr<appointment> appointment_;
};

/// Calls `function` from the loop of `map` once `delay` has passed on the monotonic clock; a delay
/// of zero or less means the next turn. Arming and cancelling are O(log n) in the timers armed, and
/// an idle loop makes no wakeups for them. What the function throws is logged; exit_now leaves the
/// loop. The timer must not outlive the map.
[[nodiscard]] timer call_later(duration delay, std::function<void()> function,
                               socket_map& map = default_socket_map());

} // namespace asyncore
