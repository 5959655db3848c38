#pragma once

#include "supervisor_demo/events/event_type.hpp"

#include <ctime>
#include <optional>
#include <vector>

namespace supervisor {

/// A TICK event that is due.
struct due_tick {
    event_type type;
    std::time_t when; // the beginning of the slice, a multiple of the period
    bool operator==(const due_tick&) const = default;
};

/// Time in slices of 5, 60 and 3600 seconds since the epoch. A slice that begins is a tick; the one
/// that is under way at first is not.
///
/// When the clock is set to another slice, forward or backward, that is one tick, of the slice it
/// shows now; slices jumped over are not made up for. So says Supervisor's tick(), too.
class tick_slices {
public:
    /// Looks at the clock. A period that `wanted` has just come to contain begins with `now`.
    std::vector<due_tick> advance(std::time_t now, event_type_set wanted);

    /// When the next slice of a period in `wanted` begins; none when it contains no TICK.
    static std::optional<std::time_t> next(std::time_t now, event_type_set wanted);

private:
    std::optional<std::time_t> begun_[3]; // the current slice of each period that is wanted
};

} // namespace supervisor
