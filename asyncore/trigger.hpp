#pragma once

#include "asyncore/dispatcher.hpp"

#include <deque>
#include <functional>
#include <mutex>

namespace asyncore {

/// Wakes the loop from another thread, and runs a function in it.
///
///     const auto wake = asyncore::make<asyncore::trigger>(map);
///     std::thread worker([wake] {
///         auto answer = compute();
///         wake->pull_trigger([answer] { use(answer); });   // runs in the loop's thread
///     });
///
/// Make it, in the loop's thread, with asyncore::make, and give the shared_ptr to the threads. All
/// else that is called from another thread than the loop's is pull_trigger(); it may be called at
/// any time, also after close() and after the map is gone, when it does nothing but say so.
///
/// The trigger is a channel like any other, as medusa's is: while it is in the map, loop() turns.
/// close() it when nothing will come any more.
/// Source: medusa's select_trigger.
class trigger : public dispatcher {
public:
    /// Throws std::system_error when there is no descriptor left for it.
    explicit trigger(socket_map& map = default_socket_map());
    ~trigger() override;

    /// Wakes the loop; any number of pulls before it turns are one wakeup. Thread-safe.
    /// Returns false when the trigger is closed.
    bool pull_trigger();

    /// The same, and runs `function` in the loop's thread: in the order of the pulls, without a
    /// lock held, so that it may pull again (which is then the next turn's). What it throws is
    /// logged, and the others run all the same; exit_now leaves the loop, and what is left runs
    /// when the loop is entered again.
    ///
    /// Once this has returned true the function is run, unless the trigger is closed before: it is
    /// then destroyed in the thread that closes, without being run. Returns false, and destroys the
    /// function here, when the trigger is closed. The queue is as long as what was pulled and not
    /// run; who pulls without end waits for an answer now and then.
    bool pull_trigger(std::function<void()> function);

    bool writable() override { return false; }
    void handle_read() override;
    /// Runs what has been pulled so far, and closes.
    void handle_stop() override;
    /// Logs, and does not close.
    void handle_error() override;
    void close() override;

private:
    void wake();
    void sleep();

    std::mutex lock_; // guards all below, and the descriptor's being open
    bool open_ = true;
    bool awake_ = false; // the descriptor is readable: a pull or a function waits
    std::deque<std::function<void()>> functions_;
};

} // namespace asyncore
