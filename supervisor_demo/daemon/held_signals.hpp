#pragma once

#include <csignal>

namespace supervisor {

/// Keeps the daemon's signals waiting while nobody handles them: between two lives, where a
/// SIGTERM must reach the next and a SIGUSR2 must not end the daemon, and after the last.
///
/// They are those of supervisor.hpp's `daemon_signals`. A process that ends while they are held
/// ends as it would have: with its own exit status.
class held_signals {
public:
    /// Whoever handles them is about to go. Until release(), or for good.
    void hold() noexcept;
    /// There is somebody again: what has come meanwhile is delivered. Nothing where none are held.
    void release() noexcept;

private:
    bool held_ = false;
    sigset_t before_{};
};

} // namespace supervisor
