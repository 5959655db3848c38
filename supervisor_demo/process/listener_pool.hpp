#pragma once

#include "asyncore/timer.hpp"
#include "supervisor_demo/events/event_buffer.hpp"
#include "supervisor_demo/events/event_bus.hpp"
#include "supervisor_demo/process/listener_protocol.hpp"
#include "supervisor_demo/process/state_changes.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

class process;
struct group_config;
struct supervision;

/// What makes a group of processes an [eventlistener:x]: events are kept here, and each is given to
/// the first process that is RUNNING and READY.
///
/// An event that a listener rejects, or has when it dies, comes back to this pool, before all
/// others. An event goes out in the turn of the loop it came in; when the buffer is full, at once.
/// Source: Supervisor's documentation, "Event Listeners and Event Notifications".
class listener_pool : public event_subscriber {
public:
    /// REQUIRES: all three outlive the pool.
    listener_pool(const group_config& config,
                  const std::vector<std::unique_ptr<process>>& processes, supervision& shared);
    ~listener_pool() override;
    listener_pool(const listener_pool&) = delete;
    listener_pool& operator=(const listener_pool&) = delete;

    /// No new event is taken any more. Before the group is removed.
    void leave();

    void accept(const std::shared_ptr<const event>& happened) override;

private:
    struct member;

    void hear(member& from, std::string_view data);
    void moved(member& who, const listener_move& move, std::string_view line);
    void process_changed(const state_change& change);
    void take_back(member& from);
    void put_back(pooled_event again);
    void say_discarded(const std::optional<pooled_event>& discarded);
    bool can_dispatch() const;
    void dispatch_soon();
    void dispatch();
    bool send(const pooled_event& next);
    std::string envelope(const pooled_event& next) const;

    const group_config& config_;
    supervision& shared_;
    event_buffer buffer_;
    std::vector<std::unique_ptr<member>> members_; // in the order they are asked
    state_changes::subscription watching_;
    asyncore::timer dispatch_timer_;
};

} // namespace supervisor
