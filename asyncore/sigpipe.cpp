#include "asyncore/sigpipe.hpp"

#include <csignal>

namespace asyncore {

namespace {

bool ignore_unless_handled() {
    struct sigaction now {};
    if (::sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
        ::signal(SIGPIPE, SIG_IGN);
    return true;
}

} // namespace

void ignore_sigpipe() {
    static const bool once = ignore_unless_handled();
    static_cast<void>(once);
}

} // namespace asyncore
