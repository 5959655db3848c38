#include "supervisor_demo/daemon/held_signals.hpp"

#include "supervisor_demo/supervisor.hpp"

namespace supervisor {

void held_signals::hold() noexcept {
    if (held_) return;
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signum : daemon_signals)
        ::sigaddset(&signals, signum);
    ::sigprocmask(SIG_BLOCK, &signals, &before_);
    held_ = true;
}

void held_signals::release() noexcept {
    if (!held_) return;
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
    held_ = false;
}

} // namespace supervisor
