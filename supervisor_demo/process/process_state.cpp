#include "supervisor_demo/process/process_state.hpp"

namespace supervisor {

std::string_view state_name(process_state state) noexcept {
    switch (state) {
    case process_state::stopped:
        return "STOPPED";
    case process_state::starting:
        return "STARTING";
    case process_state::running:
        return "RUNNING";
    case process_state::backoff:
        return "BACKOFF";
    case process_state::stopping:
        return "STOPPING";
    case process_state::exited:
        return "EXITED";
    case process_state::fatal:
        return "FATAL";
    case process_state::unknown:
        break;
    }
    return "UNKNOWN";
}

} // namespace supervisor
