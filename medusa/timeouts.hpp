#pragma once

#include "asyncore/timer.hpp"
#include "medusa/limits.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace medusa {

/// What a server waits for from its clients, and since when.
///
/// One list for each kind of wait. All waits of a kind last as long, so each list is in the order
/// of its ends: to begin a wait is to go to the list's tail, to end it is to leave, and only the
/// heads are ever looked at. One timer serves them all; it is set for the earliest end and not
/// moved when a wait ends before its time. Cost: O(1) for an event and 40 bytes for a connection.
class timeouts : public std::enable_shared_from_this<timeouts> {
public:
    enum class wait : unsigned char { none, idle, head, body, write, linger };

    /// One client. Derive; leaves its list when destroyed.
    class entry {
    public:
        entry() noexcept = default;
        entry(const entry&) = delete;
        entry& operator=(const entry&) = delete;
        wait waits_for() const noexcept { return kind_; }

    protected:
        virtual ~entry() { leave(); }

        /// The wait has lasted its time and is over; another may be begun.
        virtual void timed_out(wait kind) = 0;

    private:
        friend class timeouts;
        void leave() noexcept;

        entry* previous_ = nullptr;
        entry* next_ = nullptr;
        std::uint64_t since_ = 0;
        wait kind_ = wait::none;
    };

    /// Both must outlive the waits; `lengths` is read anew for each. REQUIRES: a shared_ptr owns
    /// it.
    timeouts(const limits& lengths, asyncore::socket_map& map) noexcept;
    timeouts(const timeouts&) = delete;
    timeouts& operator=(const timeouts&) = delete;

    /// Begins a wait, now; one that `who` is in is over. wait::none begins none.
    void begin(entry& who, wait kind);
    static void end(entry& who) noexcept { who.leave(); }

    /// Who has been in such a wait longest, or null.
    entry* longest(wait kind) const noexcept;

    /// Nothing is waited for, and the timer is let go. For a server that is closed.
    void stop_if_idle() noexcept;

private:
    struct list : entry { // a ring through its own entry
        void timed_out(wait) override {}
    };
    static constexpr std::size_t kinds = 6;

    std::uint64_t length_of(wait kind) const noexcept;
    void fire();
    void arm(std::uint64_t now);

    const limits* limits_;
    asyncore::socket_map* map_;
    list lists_[kinds];
    asyncore::timer timer_;
    std::uint64_t timer_due_ = 0;
};

} // namespace medusa
