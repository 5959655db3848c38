#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/process/spawn_stage.hpp"
#include "supervisor_demo/process/supervision.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace supervisor {

using namespace std::chrono_literals;

std::optional<std::string> process::stop() {
    return kill(config_.stopsignal);
}

std::optional<std::string> process::kill(int signum) {
    if (state_ == process_state::backoff) {
        shared_.log.debug(format("Attempted to kill {}, which is in BACKOFF state.", name()));
        change_state(process_state::stopped);
        return {};
    }
    if (pid_ == 0) {
        auto why = format("attempted to kill {} with sig {} but it wasn't running", name(),
                          signal_name(signum));
        shared_.log.debug(why);
        return why;
    }
    // Once it is STOPPING, this is the SIGKILL that follows.
    const bool as_group =
        state_ == process_state::stopping ? config_.killasgroup : config_.stopasgroup;
    const auto patience = state_ == process_state::stopping ? std::max(config_.stopwaitsecs, 1s)
                                                            : config_.stopwaitsecs;
    shared_.log.debug(format("killing {} (pid {}) {}with signal {}", name(), pid_,
                             as_group ? "process group " : "", signal_name(signum)));
    change_state(process_state::stopping);
    wait_to_kill(patience);
    return send(signum, as_group, "it probably just exited on its own", "killing");
}

void process::wait_to_kill(std::chrono::seconds patience) {
    timer_ = asyncore::call_later(
        patience,
        [this] {
            shared_.log.warn(format("killing '{}' ({}) with SIGKILL", name(), pid_));
            kill(SIGKILL);
        },
        shared_.map);
}

std::optional<std::string> process::signal(int signum) {
    if (pid_ == 0) {
        auto why = format("attempted to send {} sig {} but it wasn't running", name(),
                          signal_name(signum));
        shared_.log.debug(why);
        return why;
    }
    shared_.log.debug(format("sending {} (pid {}) sig {}", name(), pid_, signal_name(signum)));
    return send(signum, false, "it probably just now exited on its own",
                format("sending sig {}", signal_name(signum)));
}

// The pid is ours until the reaper says otherwise, so it can be no one else's.
std::optional<std::string> process::send(int signum, bool as_group, std::string_view excuse,
                                         std::string_view doing) {
    if (::kill(as_group ? -pid_ : pid_, signum) == 0) return {};
    const int error = errno;
    if (error == ESRCH) {
        shared_.log.debug(format("unable to signal {} (pid {}), {}: {}", name(), pid_, excuse,
                                 std::strerror(error)));
        return {};
    }
    auto why = format("unknown problem {} {} ({}): {} ({})", doing, name(), pid_, errno_name(error),
                      std::strerror(error));
    shared_.log.critical(why);
    change_state(process_state::unknown);
    return why;
}

} // namespace supervisor
