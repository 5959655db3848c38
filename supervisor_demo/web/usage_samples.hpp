#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include <sys/types.h>

namespace supervisor {

class supervisor;

/// What every running program uses, looked at when someone asks and never else.
class usage_samples {
public:
    struct usage {
        double cpu = 0;          // percent of one core, since the sample before or over its life
        std::int64_t memory = 0; // resident bytes
        bool changed = true;     // when shown, from the sample before
    };

    /// Samples all that run; what was sampled within the last half second stays.
    void refresh(const supervisor& daemon);

    /// Of the last sample; null when the program was not there.
    const usage* of(pid_t pid) const;

    /// How long it is until the next refresh() is worth it, for one who wants to be told all the
    /// time: two seconds, or up to ten when a sample costs so much that it would be felt. The page
    /// takes a longer silence for a connection that is lost.
    std::chrono::nanoseconds pause() const noexcept { return pause_; }

    /// Forgets all samples, when nobody looks any more.
    void clear();

private:
    using clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds usual_pause{2};
    static constexpr std::chrono::seconds longest_pause{10};
    struct sample {
        usage shown;
        std::chrono::nanoseconds cpu{};
        std::int64_t started = 0;
        clock::time_point when{};
        unsigned round = 0;
    };

    void take(pid_t pid, clock::time_point now);

    std::unordered_map<pid_t, sample> samples_;
    clock::time_point last_{};
    std::chrono::nanoseconds pause_ = usual_pause;
    unsigned round_ = 0;
};

} // namespace supervisor
