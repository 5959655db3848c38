#pragma once

#include <exception>
#include <vector>

#include <poll.h>
#include <signal.h>

namespace supervisor::ctl {

/// Ctrl-C ended what was waited for.
class interrupted_error : public std::exception {
public:
    const char* what() const noexcept override { return "interrupted"; }
};

/// While it lives, Ctrl-C (SIGINT) ends the system call that waits and is remembered, instead of
/// ending the program. One may live inside another: what it has seen is its own.
class interrupt_watch {
public:
    interrupt_watch();
    ~interrupt_watch();
    interrupt_watch(const interrupt_watch&) = delete;
    interrupt_watch& operator=(const interrupt_watch&) = delete;

    bool interrupted() const noexcept;

    /// poll(2) without a limit, over `waiting`; false when Ctrl-C ended it or came before.
    bool wait(std::vector<pollfd>& waiting) const;

    /// What was seen until now is dealt with.
    void forget() noexcept;

private:
    struct sigaction before_ = {};
};

/// poll(2) without a limit. Throws interrupted_error if an interrupt_watch lives and Ctrl-C came
/// since it began; without one Ctrl-C does what it does to any program.
void wait_or_interrupt(std::vector<pollfd>& waiting);

/// Whether an interrupt_watch lives, and Ctrl-C came since it began.
bool is_interrupted() noexcept;

/// Throws interrupted_error if is_interrupted().
void check_interrupt();

/// From now on Ctrl-C ends the line on the terminal and the program with success: how one leaves
/// a shell that is no terminal's.
void leave_on_interrupt();

} // namespace supervisor::ctl
