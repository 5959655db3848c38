#include "supervisor_demo/ctl/key_wait.hpp"

#include "supervisor_demo/ctl/interrupt.hpp"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <iterator>

#include <poll.h>
#include <unistd.h>

namespace supervisor::ctl {
namespace {

volatile std::sig_atomic_t was_resized = 0;
volatile std::sig_atomic_t was_continued = 0;
volatile std::sig_atomic_t stop_is_wanted = 0;

extern "C" void note(int number) {
    (number == SIGWINCH ? was_resized : number == SIGCONT ? was_continued : stop_is_wanted) = 1;
}

bool take(volatile std::sig_atomic_t& seen) {
    const bool was = seen != 0;
    seen = 0;
    return was;
}

} // namespace

key_wait::key_wait(bool takes_stop) {
    struct sigaction action = {};
    action.sa_handler = note;
    sigemptyset(&action.sa_mask);
    for (auto* seen : {&was_resized, &was_continued, &stop_is_wanted})
        *seen = 0;
    ::sigaction(SIGWINCH, &action, &resized_);
    ::sigaction(SIGCONT, &action, &continued_);
    ::sigaction(SIGTSTP, takes_stop ? &action : nullptr, &stop_);
}

key_wait::~key_wait() {
    ::sigaction(SIGWINCH, &resized_, nullptr);
    ::sigaction(SIGCONT, &continued_, nullptr);
    ::sigaction(SIGTSTP, &stop_, nullptr);
}

key_wait::event key_wait::wait(std::optional<int> limit, int other) {
    sigset_t held;
    sigset_t before;
    sigemptyset(&held);
    for (const int number : {SIGINT, SIGWINCH, SIGCONT, SIGTSTP})
        sigaddset(&held, number);
    ::pthread_sigmask(SIG_BLOCK, &held, &before);
    pollfd waiting[] = {{STDIN_FILENO, POLLIN, 0}, {other, POLLIN, 0}};
    const timespec most{limit.value_or(0) / 1000, limit.value_or(0) % 1000 * 1'000'000L};
    std::optional<event> seen;
    for (int ready = -1; !seen;) {
        if (is_interrupted()) {
            seen = event::interrupted;
        } else if (take(stop_is_wanted)) {
            seen = event::stop_wanted;
        } else if (take(was_continued)) {
            seen = event::continued;
        } else if (take(was_resized)) {
            seen = event::resized;
        } else if (ready >= 0) {
            seen = waiting[0].revents != 0   ? event::key
                   : waiting[1].revents != 0 ? event::readable
                                             : event::timeout;
        } else {
            ready = ::ppoll(waiting, std::size(waiting), limit ? &most : nullptr, &before);
            if (ready < 0 && errno != EINTR) seen = event::key; // read(2) says what is wrong
        }
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return *seen;
}

} // namespace supervisor::ctl
