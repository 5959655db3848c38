#include "supervisor_demo/ctl/interrupt.hpp"

#include <csignal>

#include <unistd.h>

namespace supervisor::ctl {
namespace {

// A signal's handler has nothing else to write to: it is called with a number only.
volatile std::sig_atomic_t interrupt_seen = 0;

extern "C" {
void note_interrupt(int) {
    interrupt_seen = 1;
}

void leave(int) {
    const auto ignored = ::write(STDOUT_FILENO, "\n", 1);
    ::_exit(ignored == 1 ? 0 : 1);
}
}

// Without SA_RESTART: what waits must return.
void handle_interrupt(void (*handler)(int), struct sigaction* before) {
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, before);
}

} // namespace

interrupt_watch::interrupt_watch() {
    interrupt_seen = 0;
    handle_interrupt(note_interrupt, &before_);
}

interrupt_watch::~interrupt_watch() {
    ::sigaction(SIGINT, &before_, nullptr);
}

bool interrupt_watch::interrupted() const noexcept {
    return interrupt_seen != 0;
}

void leave_on_interrupt() {
    handle_interrupt(leave, nullptr);
}

} // namespace supervisor::ctl
