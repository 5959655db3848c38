#include "asyncore/trigger.hpp"

#include "asyncore/compact_traceback.hpp"
#include "asyncore/errors.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

namespace asyncore {

trigger::trigger(socket_map& map) : dispatcher(map) {
    unique_fd event(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (!event) throw_errno("eventfd");
    set_connected(true);
    adopt(std::move(event));
}

trigger::~trigger() = default;

void trigger::wake() {
    if (std::exchange(awake_, true)) return;
    const std::uint64_t one = 1;
    // Of an eventfd that holds 0 this cannot fail.
    if (::write(fileno(), &one, sizeof one) < 0) return;
}

void trigger::sleep() {
    awake_ = false;
    std::uint64_t pulls;
    if (::read(fileno(), &pulls, sizeof pulls) < 0) return; // nothing there
}

bool trigger::pull_trigger() {
    const std::lock_guard hold(lock_);
    if (open_) wake();
    return open_;
}

bool trigger::pull_trigger(std::function<void()> function) {
    const std::lock_guard hold(lock_);
    if (!open_) return false;
    functions_.push_back(std::move(function));
    wake();
    return true;
}

void trigger::handle_read() {
    std::size_t due = 0;
    {
        const std::lock_guard hold(lock_);
        due = functions_.size();
        if (due == 0 && open_) sleep();
    }
    for (; due > 0; --due) {
        std::function<void()> function;
        {
            const std::lock_guard hold(lock_);
            if (functions_.empty()) return; // closed, or run by a loop inside a function
            function = std::move(functions_.front());
            functions_.pop_front();
            // While one waits the descriptor stays readable: for a loop run inside this function,
            // and for the next turn should it throw exit_now.
            if (functions_.empty()) sleep();
        }
        try {
            function();
        } catch (const exit_now&) {
            throw;
        } catch (...) {
            handle_error();
        }
    }
}

void trigger::handle_stop() {
    handle_read();
    close();
}

void trigger::handle_error() {
    log_info("uncaptured exception in a function of a trigger (" + compact_traceback() + ")",
             log_level::error);
}

void trigger::close() {
    std::deque<std::function<void()>> not_run; // destroyed without the lock: it may pull again
    {
        const std::lock_guard hold(lock_);
        open_ = false;
        not_run.swap(functions_);
    }
    dispatcher::close();
}

} // namespace asyncore
