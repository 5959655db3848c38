#include "supervisor_demo/web/usage_samples.hpp"

#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/supervisor.hpp"
#include "supervisor_demo/web/proc_usage.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto fresh = 500ms;
constexpr int share_of_time = 50; // at most a fiftieth is spent on sampling
constexpr std::int64_t shown_step = 64 * 1024;

double percent(std::chrono::nanoseconds part, std::chrono::nanoseconds whole) {
    if (whole <= 0ns) return 0;
    const double value =
        100.0 * static_cast<double>(part.count()) / static_cast<double>(whole.count());
    return std::max(0.0, std::round(value * 10) / 10);
}

} // namespace

void usage_samples::take(pid_t pid, clock::time_point now) {
    const auto read = read_proc_usage(pid);
    if (!read) return;
    const auto [found, is_new] = samples_.try_emplace(pid);
    sample& one = found->second;
    usage shown;
    shown.memory = read->memory;
    if (is_new || one.started != read->started)
        shown.cpu = percent(read->cpu, read->age);
    else
        shown.cpu = percent(read->cpu - one.cpu, now - one.when);
    shown.changed = is_new || shown.cpu != one.shown.cpu ||
                    shown.memory / shown_step != one.shown.memory / shown_step;
    one = {shown, read->cpu, read->started, now, round_};
}

void usage_samples::refresh(const supervisor& daemon) {
    const auto begun = clock::now();
    if (last_ != clock::time_point{} && begun - last_ < fresh) return;
    last_ = begun;
    ++round_;
    for (const auto& group : daemon.groups())
        for (const auto& one : group->processes())
            if (one->pid() != 0) take(one->pid(), clock::now());
    std::erase_if(samples_, [this](const auto& each) { return each.second.round != round_; });
    pause_ = std::clamp<std::chrono::nanoseconds>(share_of_time * (clock::now() - begun),
                                                  usual_pause, longest_pause);
}

const usage_samples::usage* usage_samples::of(pid_t pid) const {
    const auto found = samples_.find(pid);
    return pid == 0 || found == samples_.end() ? nullptr : &found->second.shown;
}

void usage_samples::clear() {
    samples_ = {};
    last_ = {};
}

} // namespace supervisor
