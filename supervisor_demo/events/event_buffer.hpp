#pragma once

#include "supervisor_demo/events/event.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

namespace supervisor {

/// An event in a pool, with its number there.
struct pooled_event {
    std::shared_ptr<const event> what;
    std::uint64_t pool_serial = 0;
};

/// The events that wait for a listener of one pool, oldest first; never more than a given number.
/// When one more comes, the oldest goes.
class event_buffer {
public:
    /// REQUIRES: capacity > 0.
    explicit event_buffer(std::size_t capacity) : capacity_(capacity) {}

    /// Puts a new event last, under the pool's next number. Returns the one that had to go.
    std::optional<pooled_event> add(std::shared_ptr<const event> what);
    /// Puts an event that was taken out first. Returns the one that had to go.
    std::optional<pooled_event> put_back(pooled_event again);
    /// The oldest. REQUIRES: not empty.
    pooled_event take();

    bool empty() const noexcept { return waiting_.empty(); }
    bool full() const noexcept { return waiting_.size() >= capacity_; }
    std::size_t size() const noexcept { return waiting_.size(); }
    std::size_t capacity() const noexcept { return capacity_; }

private:
    std::optional<pooled_event> make_room();

    std::size_t capacity_;
    std::uint64_t next_serial_ = 0;
    std::deque<pooled_event> waiting_;
};

} // namespace supervisor
