#pragma once

#include <vector>

#include <poll.h>
#include <signal.h>

namespace supervisor::ctl {

/// While it lives, Ctrl-C (SIGINT) ends the system call that waits and is remembered, instead of
/// ending the program. At most one at a time.
class interrupt_watch {
public:
    interrupt_watch();
    ~interrupt_watch();
    interrupt_watch(const interrupt_watch&) = delete;
    interrupt_watch& operator=(const interrupt_watch&) = delete;

    bool interrupted() const noexcept;

    /// poll(2) without a limit, over `waiting`; false when Ctrl-C ended it or came before.
    bool wait(std::vector<pollfd>& waiting) const;

private:
    struct sigaction before_ = {};
};

/// From now on Ctrl-C ends the line on the terminal and the program with success: how one leaves
/// a shell.
void leave_on_interrupt();

} // namespace supervisor::ctl
