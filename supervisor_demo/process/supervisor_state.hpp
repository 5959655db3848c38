#pragma once

#include <string_view>

namespace supervisor {

/// The mood of the daemon, with the API's numbers. It leaves RUNNING once and never comes back to
/// it: RESTARTING may still become SHUTDOWN. FATAL is in the API's table and never entered.
enum class supervisor_state { shutdown = -1, restarting = 0, running = 1, fatal = 2 };

/// "RUNNING", "SHUTDOWN" ...
constexpr std::string_view state_name(supervisor_state state) noexcept {
    switch (state) {
    case supervisor_state::shutdown:
        return "SHUTDOWN";
    case supervisor_state::restarting:
        return "RESTARTING";
    case supervisor_state::running:
        return "RUNNING";
    case supervisor_state::fatal:
        break;
    }
    return "FATAL";
}

} // namespace supervisor
