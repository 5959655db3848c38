#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <sys/types.h>

namespace supervisor {

/// What a program has used, as proc(5) has it: of itself and of those it has started that still
/// run, so that a shell that only waits shows what it waits for.
struct proc_usage {
    std::chrono::nanoseconds cpu{}; // user and system, with that of children already reaped
    std::chrono::nanoseconds age{}; // since the program itself was started
    std::int64_t started = 0;       // in ticks since boot: tells a pid used twice
    std::int64_t memory = 0;        // resident bytes; what several share is counted for each
};

/// Reads it; none when there is no such program. At most 64 of one family are looked at, and only
/// children of a first thread are found.
std::optional<proc_usage> read_proc_usage(pid_t pid);

} // namespace supervisor
