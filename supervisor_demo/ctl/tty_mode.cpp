#include "supervisor_demo/ctl/tty_mode.hpp"

#include "asyncore/errors.hpp"

#include <cerrno>
#include <csignal>
#include <iterator>

#include <unistd.h>

namespace supervisor::ctl {
namespace {

// A signal's handler has nowhere else to find it.
struct {
    int tty;
    termios before;
    std::string_view farewell;
} changed;

void restore() noexcept {
    while (!changed.farewell.empty() &&
           ::write(changed.tty, changed.farewell.data(), changed.farewell.size()) < 0 &&
           errno == EINTR)
        ;
    ::tcsetattr(changed.tty, TCSANOW, &changed.before);
}

extern "C" void restore_and_end(int number) {
    restore();
    std::signal(number, SIG_DFL);
    ::raise(number);
}

} // namespace

termios tty_mode::of(int tty) {
    termios mode = {};
    if (::tcgetattr(tty, &mode) < 0) asyncore::throw_errno("no terminal");
    return mode;
}

tty_mode::tty_mode(int tty, const termios& mode, std::string_view farewell) {
    changed = {tty, of(tty), farewell};
    struct sigaction action = {};
    action.sa_handler = restore_and_end;
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < std::size(fatal); ++i) {
        ::sigaction(fatal[i], nullptr, &before_[i]);
        if (before_[i].sa_handler == SIG_DFL) ::sigaction(fatal[i], &action, nullptr);
    }
    ::tcsetattr(tty, TCSADRAIN, &mode);
}

tty_mode::~tty_mode() {
    restore();
    for (std::size_t i = 0; i < std::size(fatal); ++i)
        ::sigaction(fatal[i], &before_[i], nullptr);
}

} // namespace supervisor::ctl
