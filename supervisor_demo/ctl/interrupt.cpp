#include "supervisor_demo/ctl/interrupt.hpp"

#include "asyncore/errors.hpp"

#include <cerrno>
#include <csignal>

#include <unistd.h>

namespace supervisor::ctl {
namespace {

// A signal's handler has nothing else to write to: it is called with a number only.
volatile std::sig_atomic_t interrupt_seen = 0;
int watches = 0; // alive

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
    ++watches;
    handle_interrupt(note_interrupt, &before_);
}

interrupt_watch::~interrupt_watch() {
    ::sigaction(SIGINT, &before_, nullptr);
    --watches;
    interrupt_seen = 0;
}

void interrupt_watch::forget() noexcept {
    interrupt_seen = 0;
}

bool interrupt_watch::interrupted() const noexcept {
    return interrupt_seen != 0;
}

bool interrupt_watch::wait(std::vector<pollfd>& waiting) const {
    try {
        wait_or_interrupt(waiting);
        return true;
    } catch (const interrupted_error&) {
        return false;
    }
}

bool is_interrupted() noexcept {
    return watches > 0 && interrupt_seen != 0;
}

void check_interrupt() {
    if (is_interrupted()) throw interrupted_error();
}

void wait_or_interrupt(std::vector<pollfd>& waiting) {
    // Held back until poll waits: a Ctrl-C between the look and the wait would be lost.
    sigset_t held;
    sigset_t before;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &held, &before);
    int ready = 0;
    int error = 0;
    do {
        ready = is_interrupted() ? 0 : ::ppoll(waiting.data(), waiting.size(), nullptr, &before);
        error = ready < 0 ? errno : 0;
    } while (error == EINTR && !is_interrupted());
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (error != 0 && error != EINTR) asyncore::throw_errno(error, "cannot wait");
    check_interrupt();
}

void leave_on_interrupt() {
    handle_interrupt(leave, nullptr);
}

} // namespace supervisor::ctl
