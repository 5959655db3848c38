#pragma once

#include "supervisor_demo/ctl/process_info.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>

#include <sys/types.h>

namespace supervisor::ctl {

/// What a program uses, as far as it is known.
struct usage {
    std::optional<double> cpu;          // percent of one core
    std::optional<std::int64_t> memory; // resident bytes
    std::optional<std::int64_t> restarts;
};

/// What programs use: as a daemon tells it that serves /status.json, else, of one on this machine,
/// as proc(5) does. Percents are of the time between two looks.
class usage_view {
public:
    /// Of every process, and what each uses. Throws what controller::call throws.
    struct seen {
        process_info process;
        usage uses;
    };
    std::vector<seen> look(controller& ctl);

    /// Whether the last look() found a daemon that serves /status.json.
    bool status_is_served() const noexcept { return serves_status_; }

    /// What the daemon serves at /status.json, if it does.
    std::optional<std::vector<seen>> look_at_status(controller& ctl);

private:
    struct sample {
        std::int64_t ticks = 0;
        std::chrono::steady_clock::time_point when;
    };

    usage look_at_proc(pid_t pid, pid_t daemon);

    bool serves_status_ = true; // until it is known better
    std::map<pid_t, sample> samples_;
};

} // namespace supervisor::ctl
