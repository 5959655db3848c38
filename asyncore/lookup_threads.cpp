#include "asyncore/lookup_threads.hpp"

#include <atomic>
#include <csignal>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include <pthread.h>
#include <unistd.h>

namespace asyncore {

namespace {

// Signals are for the thread of the loop: those a lookup thread took would be the program's all the
// same, but might find it in a place that no handler expects.
class all_signals_blocked {
public:
    all_signals_blocked() {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~all_signals_blocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    all_signals_blocked(const all_signals_blocked&) = delete;
    all_signals_blocked& operator=(const all_signals_blocked&) = delete;

private:
    sigset_t before_;
};

} // namespace

lookup_threads::lookup_threads() : process_(::getpid()) {}

lookup_threads& lookup_threads::of_this_process() {
    static std::atomic<lookup_threads*> current{nullptr};
    lookup_threads* now = current.load();
    while (!now || now->process_ != ::getpid()) {
        // What a parent left, its lock perhaps held by a thread that is not here, stays as it is.
        std::unique_ptr<lookup_threads> own(new lookup_threads);
        if (current.compare_exchange_strong(now, own.get())) return *own.release();
    }
    return *now;
}

bool lookup_threads::run(std::function<void()> call) {
    const std::lock_guard hold(lock_);
    if (waiting_.size() >= most_waiting) return false;
    waiting_.push_back(std::move(call));
    if (running_ >= most_threads) return true;
    try {
        const all_signals_blocked blocked;
        std::thread([this] { work(); }).detach();
        ++running_;
    } catch (const std::system_error&) {
        if (running_ > 0) return true;
        waiting_.pop_back();
        return false;
    }
    return true;
}

std::size_t lookup_threads::running() {
    const std::lock_guard hold(lock_);
    return running_;
}

void lookup_threads::work() {
    std::unique_lock hold(lock_);
    while (!waiting_.empty()) {
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        hold.unlock();
        next();
        next = nullptr;
        hold.lock();
    }
    --running_;
}

} // namespace asyncore
