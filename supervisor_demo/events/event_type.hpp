#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace supervisor {

/// What an event is about. Source: Supervisor's documentation, "Events".
enum class event_type : std::uint8_t {
    event,
    process_state,
    process_state_stopped,
    process_state_exited,
    process_state_starting,
    process_state_stopping,
    process_state_backoff,
    process_state_fatal,
    process_state_running,
    process_state_unknown,
    process_communication,
    process_communication_stdout,
    process_communication_stderr,
    process_log,
    process_log_stdout,
    process_log_stderr,
    remote_communication,
    supervisor_state_change,
    supervisor_state_change_running,
    supervisor_state_change_stopping,
    tick,
    tick_5,
    tick_60,
    tick_3600,
    process_group,
    process_group_added,
    process_group_removed,
};

/// One type: how configurations and listeners call it, and which type it is a kind of.
struct event_type_row {
    event_type type;
    std::string_view name;
    event_type parent; // of EVENT: itself
};

/// Every type, parents first. Who subscribes to a parent gets all its children.
inline constexpr event_type_row event_types[] = {
    {event_type::event, "EVENT", event_type::event},
    {event_type::process_state, "PROCESS_STATE", event_type::event},
    {event_type::process_state_stopped, "PROCESS_STATE_STOPPED", event_type::process_state},
    {event_type::process_state_exited, "PROCESS_STATE_EXITED", event_type::process_state},
    {event_type::process_state_starting, "PROCESS_STATE_STARTING", event_type::process_state},
    {event_type::process_state_stopping, "PROCESS_STATE_STOPPING", event_type::process_state},
    {event_type::process_state_backoff, "PROCESS_STATE_BACKOFF", event_type::process_state},
    {event_type::process_state_fatal, "PROCESS_STATE_FATAL", event_type::process_state},
    {event_type::process_state_running, "PROCESS_STATE_RUNNING", event_type::process_state},
    {event_type::process_state_unknown, "PROCESS_STATE_UNKNOWN", event_type::process_state},
    {event_type::process_communication, "PROCESS_COMMUNICATION", event_type::event},
    {event_type::process_communication_stdout, "PROCESS_COMMUNICATION_STDOUT",
     event_type::process_communication},
    {event_type::process_communication_stderr, "PROCESS_COMMUNICATION_STDERR",
     event_type::process_communication},
    {event_type::process_log, "PROCESS_LOG", event_type::event},
    {event_type::process_log_stdout, "PROCESS_LOG_STDOUT", event_type::process_log},
    {event_type::process_log_stderr, "PROCESS_LOG_STDERR", event_type::process_log},
    {event_type::remote_communication, "REMOTE_COMMUNICATION", event_type::event},
    {event_type::supervisor_state_change, "SUPERVISOR_STATE_CHANGE", event_type::event},
    {event_type::supervisor_state_change_running, "SUPERVISOR_STATE_CHANGE_RUNNING",
     event_type::supervisor_state_change},
    {event_type::supervisor_state_change_stopping, "SUPERVISOR_STATE_CHANGE_STOPPING",
     event_type::supervisor_state_change},
    {event_type::tick, "TICK", event_type::event},
    {event_type::tick_5, "TICK_5", event_type::tick},
    {event_type::tick_60, "TICK_60", event_type::tick},
    {event_type::tick_3600, "TICK_3600", event_type::tick},
    {event_type::process_group, "PROCESS_GROUP", event_type::event},
    {event_type::process_group_added, "PROCESS_GROUP_ADDED", event_type::process_group},
    {event_type::process_group_removed, "PROCESS_GROUP_REMOVED", event_type::process_group},
};

/// "TICK_5"
std::string_view name_of(event_type type) noexcept;

/// The type of that name, in capital letters; none when there is no such type.
std::optional<event_type> find_event_type(std::string_view name) noexcept;

/// Whether a subscription to `asked` brings events of `type`.
bool is_kind_of(event_type type, event_type asked) noexcept;

/// What someone subscribes to: the types named, and all kinds of them.
class event_type_set {
public:
    void add(event_type asked) noexcept;
    void add(event_type_set others) noexcept { bits_ |= others.bits_; }
    bool contains(event_type type) const noexcept { return (bits_ & bit(type)) != 0; }
    bool empty() const noexcept { return bits_ == 0; }
    bool operator==(const event_type_set&) const = default;

private:
    static constexpr std::uint32_t bit(event_type type) noexcept {
        return std::uint32_t{1} << static_cast<unsigned>(type);
    }
    std::uint32_t bits_ = 0;
};

} // namespace supervisor
