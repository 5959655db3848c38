#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/process/process_group.hpp"

#include <algorithm>
#include <ctime>

namespace supervisor {

namespace {

void append_two_digits(std::string& to, std::time_t number) {
    to += static_cast<char>('0' + number / 10);
    to += static_cast<char>('0' + number % 10);
}

// As Python prints a timedelta. Without fmt: every process of every answer has one.
std::string uptime(pid_t pid, std::time_t seconds) {
    std::string text;
    text.reserve(48);
    text += "pid ";
    text.append(std::to_string(pid)).append(", uptime ");
    const auto days = seconds / 86400;
    if (days == 1) text += "1 day, ";
    if (days > 1) text.append(std::to_string(days)).append(" days, ");
    const auto rest = seconds % 86400;
    text += std::to_string(rest / 3600);
    text += ':';
    append_two_digits(text, rest / 60 % 60);
    text += ':';
    append_two_digits(text, rest % 60);
    return text;
}

} // namespace

std::string process::description(wall_time now) const {
    const auto seconds = [](wall_time when) { return std::chrono::system_clock::to_time_t(when); };
    switch (state_) {
    case process_state::running:
        // A clock that was set back must not give a negative time.
        return uptime(pid_, std::max<std::time_t>(0, seconds(now) - seconds(start_time_)));
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
