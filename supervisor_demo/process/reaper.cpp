#include "supervisor_demo/process/reaper.hpp"

#include "supervisor_demo/format.hpp"
#include "supervisor_demo/logging/logger.hpp"
#include "supervisor_demo/process/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <sys/wait.h>

namespace supervisor {

process* reaper::find(pid_t pid) const {
    const auto child = children_.find(pid);
    return child == children_.end() ? nullptr : child->second;
}

void reaper::reap() {
    for (;;) {
        int status = 0;
        const pid_t pid = ::waitpid(-1, &status, WNOHANG);
        if (pid < 0 && errno == EINTR) continue;
        if (pid <= 0) return;
        const auto child = children_.find(pid);
        if (child == children_.end()) {
            log_.info(
                format("reaped unknown pid {} ({})", pid, decode_wait_status(status).message));
            continue;
        }
        process* owner = child->second;
        children_.erase(child);
        owner->finish(status);
    }
}

wait_result decode_wait_status(int status) {
    if (WIFEXITED(status)) {
        const int code = WEXITSTATUS(status);
        return {code, format("exit status {}", code)};
    }
    if (WIFSIGNALED(status))
        return {-1, format("terminated by {}{}", signal_name(WTERMSIG(status)),
                           WCOREDUMP(status) ? " (core dumped)" : "")};
    return {-1, format("unknown termination cause 0x{:04x}", status)};
}

std::string signal_name(int signum) {
    // The names Python gives these three; libc has none, or another one.
    if (signum == SIGPOLL) return "SIGPOLL";
    if (signum == 34) return "SIGRTMIN";
    if (signum == 64) return "SIGRTMAX";
    const char* name = ::sigabbrev_np(signum);
    return name ? std::string("SIG") + name : format("signal {}", signum);
}

} // namespace supervisor
