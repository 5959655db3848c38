#include "supervisor_demo/events/tick_source.hpp"

#include "asyncore/errors.hpp"

#include <cstdint>
#include <ctime>

#include <sys/timerfd.h>
#include <unistd.h>

namespace supervisor {

namespace {

asyncore::unique_fd wall_clock_timer() {
    asyncore::unique_fd timer(::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK));
    if (!timer) asyncore::throw_errno("timerfd_create");
    return timer;
}

} // namespace

tick_source::tick_source(event_bus& bus, asyncore::socket_map& map)
    : file_dispatcher(wall_clock_timer(), map), bus_(bus) {}

event_type_set tick_source::wanted() const {
    event_type_set types;
    for (const event_type one : {event_type::tick_5, event_type::tick_60, event_type::tick_3600})
        if (bus_.wants(one)) types.add(one);
    return types;
}

void tick_source::wanted_changed() {
    if (!closing()) guarded([this] { look(); });
}

void tick_source::handle_read() {
    std::uint64_t times = 0;
    // Fails with ECANCELED when the clock was set, which is why we look, too.
    if (::read(fileno(), &times, sizeof times) < 0 && asyncore::would_block(errno)) return;
    look();
}

void tick_source::look() {
    const auto types = wanted();
    const std::time_t now = std::time(nullptr);
    for (const due_tick& tick : slices_.advance(now, types))
        bus_.publish(tick.type, [&] { return tick_payload(tick.when); });
    itimerspec when{}; // zero: disarmed
    if (const auto next = tick_slices::next(now, types)) when.it_value.tv_sec = *next;
    if (::timerfd_settime(fileno(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, nullptr) <
        0)
        asyncore::throw_errno("timerfd_settime");
}

} // namespace supervisor
