#pragma once

#include <optional>

#include <signal.h>

namespace supervisor::ctl {

/// Waits for keys at a terminal, which is standard input, and for what happens to the terminal
/// meanwhile. None is overlooked because it came between two waits. At most one at a time.
class key_wait {
public:
    enum class event : unsigned char {
        key,         // or the end of the input
        interrupted, // Ctrl-C, if an interrupt_watch lives
        resized,     // the window has another size
        continued,   // the program was stopped, and the terminal's mode may be another's
        stop_wanted, // Ctrl-Z, if it is ours to deal with
        readable,    // the other descriptor that is waited for
        timeout,
    };

    /// `takes_stop`: Ctrl-Z does not stop the program but is told.
    explicit key_wait(bool takes_stop = false);
    ~key_wait();
    key_wait(const key_wait&) = delete;
    key_wait& operator=(const key_wait&) = delete;

    /// Without a limit, in milliseconds, as long as it takes; also for `other`, unless it is -1.
    event wait(std::optional<int> limit = std::nullopt, int other = -1);

private:
    struct sigaction resized_ = {}; // before
    struct sigaction continued_ = {};
    struct sigaction stop_ = {};
};

} // namespace supervisor::ctl
