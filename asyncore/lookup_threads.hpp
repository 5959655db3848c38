#pragma once
// Internal: not included outside asyncore/, and by no public header.

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

#include <sys/types.h>

namespace asyncore {

/// A few threads for calls that block, started when there is something to do and ended when there
/// is not. Never destroyed: a thread that is in the middle of a call when the program ends must
/// find what it needs. A child of fork() gets its own.
class lookup_threads {
public:
    static constexpr std::size_t most_threads = 4;
    static constexpr std::size_t most_waiting = 1000;

    static lookup_threads& of_this_process();

    /// False when too many wait, or no thread can be started. Thread-safe.
    bool run(std::function<void()> call);

    std::size_t running();

private:
    lookup_threads();
    void work();

    const pid_t process_;
    std::mutex lock_; // guards the rest
    std::deque<std::function<void()>> waiting_;
    std::size_t running_ = 0;
};

} // namespace asyncore
