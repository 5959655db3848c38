#pragma once

#include "supervisor_demo/process/process_state.hpp"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace supervisor {

class process;

/// A move that a process has just made.
struct state_change {
    process& who; // already in its new state, its log lines written
    process_state from;
    process_state to;
    pid_t pid = 0;        // of the program it is about, also when that has ended
    bool expected = true; // for EXITED: whether the exit code is one of exitcodes
};

/// Tells whoever wants to know that a process changed its state: deferred answers wait here.
///
/// A callback may subscribe, unsubscribe (itself as well), and make any process move; the moves
/// made inside are told before the outer one has been told to everyone. It must not throw.
class state_changes {
    struct subscriber;

public:
    using callback = std::function<void(const state_change&)>;

    /// Keeps the callback subscribed as long as it lives. May outlive the state_changes.
    class subscription {
    public:
        subscription() = default;
        subscription(subscription&&) noexcept = default;
        subscription& operator=(subscription&& other) noexcept;
        ~subscription();

    private:
        friend class state_changes;
        explicit subscription(std::shared_ptr<subscriber> to) : subscriber_(std::move(to)) {}
        std::shared_ptr<subscriber> subscriber_;
    };

    /// From the next change on, `told` is called for every one.
    [[nodiscard]] subscription subscribe(callback told);

    /// Calls those subscribed now, in the order they subscribed.
    void publish(const state_change& change);

private:
    std::vector<std::shared_ptr<subscriber>> subscribers_;
    int publishing_ = 0; // depth; forgotten subscribers are swept at 0
};

} // namespace supervisor
