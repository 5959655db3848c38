#pragma once

#include <string>
#include <unordered_map>

#include <sys/types.h>

namespace supervisor {

class logger;
class process;

/// Waits for every child that has ended, ours or adopted.
///
/// The pid of a program is known here from its spawn until it is reaped; process::finish() is
/// called in the same breath, so that nobody signals a pid that may belong to another by now.
class reaper {
public:
    explicit reaper(logger& log) : log_(log) {}

    void watch(pid_t pid, process& owner) { children_[pid] = &owner; }
    /// For a process that goes away before its program does.
    void forget(pid_t pid) { children_.erase(pid); }

    /// The process whose program is `pid`, or null.
    process* find(pid_t pid) const;

    /// Reaps until no child is left that has ended. To be called on SIGCHLD, of which several may
    /// be delivered as one.
    void reap();

private:
    logger& log_;
    std::unordered_map<pid_t, process*> children_;
};

/// What waitpid(2) said, in Supervisor's words.
struct wait_result {
    int exitstatus;      // -1 when a signal ended it
    std::string message; // "exit status 3", "terminated by SIGKILL (core dumped)"
};

wait_result decode_wait_status(int status);

/// "SIGTERM"; "signal 35" for one without a name.
std::string signal_name(int signum);

} // namespace supervisor
