#pragma once

#include <cstdint>
#include <optional>

#include <sys/types.h>

namespace supervisor {

/// What proc(5) says of a process in /proc/PID/stat, as far as anyone here wants to know.
struct proc_stat {
    pid_t parent = 0;
    std::int64_t ticks = 0;        // of CPU, user and system: fields 14 and 15
    std::int64_t reaped_ticks = 0; // of its children that were waited for: 16 and 17
    std::int64_t started = 0;      // in ticks since boot: 22
    std::int64_t pages = 0;        // resident: 24
};

/// Reads it; none when there is no such process.
std::optional<proc_stat> read_proc_stat(pid_t pid);

} // namespace supervisor
