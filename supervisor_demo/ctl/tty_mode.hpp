#pragma once

#include <string_view>

#include <signal.h>
#include <termios.h>

namespace supervisor::ctl {

/// A terminal in another mode. The one before comes back when it ends, and also when a signal ends
/// the program: SIGHUP, SIGTERM, SIGQUIT, and SIGINT unless somebody handles it. At most one at a
/// time.
class tty_mode {
public:
    /// `farewell` is written when the mode before comes back; it must outlive the mode.
    tty_mode(int tty, const termios& mode, std::string_view farewell = {});
    ~tty_mode();
    tty_mode(const tty_mode&) = delete;
    tty_mode& operator=(const tty_mode&) = delete;

    /// The mode a terminal is in. Throws std::system_error if `tty` is none.
    static termios of(int tty);

private:
    static constexpr int fatal[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    struct sigaction before_[4] = {};
};

} // namespace supervisor::ctl
