#pragma once

#include <string_view>

namespace supervisor {

/// Where a process stands. The numbers are the API's.
///
///     STOPPED   never started, or stopped on request
///     STARTING  its program runs, but for less than startsecs
///     RUNNING   its program has run for longer
///     BACKOFF   could not be started, or ended before startsecs; will be tried again
///     STOPPING  was sent its stop signal and has not ended yet
///     EXITED    ended by itself after it was RUNNING
///     FATAL     was tried startretries times in vain
///     UNKNOWN   could not be signalled; nothing more is known of it
enum class process_state {
    stopped = 0,
    starting = 10,
    running = 20,
    backoff = 30,
    stopping = 40,
    exited = 100,
    fatal = 200,
    unknown = 1000,
};

inline constexpr process_state process_states[] = {
    process_state::stopped, process_state::starting, process_state::running,
    process_state::backoff, process_state::stopping, process_state::exited,
    process_state::fatal,   process_state::unknown,
};

/// A move from one state to another.
struct process_move {
    process_state from;
    process_state to;
    bool operator==(const process_move&) const = default;
};

/// Every move there is. A process makes no other; see process::change_state().
inline constexpr process_move legal_moves[] = {
    {process_state::stopped, process_state::starting},  // autostart; a start request
    {process_state::exited, process_state::starting},   // autorestart; a start request
    {process_state::fatal, process_state::starting},    // a start request
    {process_state::backoff, process_state::starting},  // the next try
    {process_state::starting, process_state::running},  // has stayed up for startsecs
    {process_state::starting, process_state::backoff},  // could not spawn; ended too early
    {process_state::starting, process_state::stopping}, // a stop request
    {process_state::running, process_state::exited},    // ended by itself
    {process_state::running, process_state::stopping},  // a stop request
    {process_state::stopping, process_state::stopped},  // reaped
    {process_state::backoff, process_state::fatal},     // tried too often; the daemon shuts down
    {process_state::backoff, process_state::stopped},   // a stop request
    {process_state::starting, process_state::unknown},  // kill(2) failed, here and below
    {process_state::running, process_state::unknown},
    {process_state::stopping, process_state::unknown},
};

constexpr bool is_legal(process_move move) noexcept {
    for (const process_move& legal : legal_moves)
        if (legal == move) return true;
    return false;
}

/// STOPPED, EXITED, FATAL or UNKNOWN: a group of such processes may be removed.
constexpr bool is_stopped(process_state state) noexcept {
    return state == process_state::stopped || state == process_state::exited ||
           state == process_state::fatal || state == process_state::unknown;
}

/// RUNNING, STARTING or BACKOFF: a start request is refused, a stop request makes sense.
constexpr bool is_running(process_state state) noexcept {
    return state == process_state::running || state == process_state::starting ||
           state == process_state::backoff;
}

/// RUNNING, STARTING or STOPPING: there is a program to signal.
constexpr bool is_signallable(process_state state) noexcept {
    return state == process_state::running || state == process_state::starting ||
           state == process_state::stopping;
}

/// "STOPPED", "STARTING" ...
std::string_view state_name(process_state state) noexcept;

} // namespace supervisor
