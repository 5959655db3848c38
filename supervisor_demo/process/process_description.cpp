#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/process/process_group.hpp"

#include <algorithm>
#include <ctime>

namespace supervisor {

namespace {

// As Python prints a timedelta.
std::string uptime(std::time_t seconds) {
    const auto days = seconds / 86400;
    std::string text;
    if (days == 1) text = "1 day, ";
    if (days > 1) text = format("{} days, ", days);
    const auto rest = seconds % 86400;
    return text + format("{}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
}

} // namespace

std::string process::description(wall_time now) const {
    const auto seconds = [](wall_time when) { return std::chrono::system_clock::to_time_t(when); };
    switch (state_) {
    case process_state::running:
        // A clock that was set back must not give a negative time.
        return format("pid {}, uptime {}", pid_,
                      uptime(std::max<std::time_t>(0, seconds(now) - seconds(start_time_))));
    case process_state::backoff:
    case process_state::fatal:
        if (!spawnerr_.empty()) return spawnerr_;
        return format("unknown error (try \"tail {}\")", name());
    case process_state::stopped:
    case process_state::exited: {
        if (!ever_started()) return "Not started";
        const std::time_t stopped = seconds(stop_time_);
        tm local{};
        ::localtime_r(&stopped, &local);
        char text[32];
        return {text, std::strftime(text, sizeof text, "%b %d %I:%M %p", &local)};
    }
    case process_state::starting:
    case process_state::stopping:
    case process_state::unknown:
        break;
    }
    return {};
}

} // namespace supervisor
