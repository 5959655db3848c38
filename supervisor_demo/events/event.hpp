#pragma once

#include "supervisor_demo/events/event_type.hpp"

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace supervisor {

/// Something that happened, as listeners are told it. Never changed once made; pools share it.
struct event {
    event_type type;
    std::uint64_t serial; // counts the events that someone wanted, over reloads as well
    std::string payload;  // UTF-8
};

/// What a PROCESS_STATE event tells; which of it depends on the type.
struct process_state_facts {
    std::string_view process;
    std::string_view group;
    std::string_view from_state;
    int tries = 0;        // STARTING, BACKOFF: failed tries in a row
    bool expected = true; // EXITED
    pid_t pid = 0;        // RUNNING, STOPPING, STOPPED, EXITED
};

/// Whose output an event holds.
struct output_origin {
    std::string_view process;
    std::string_view group;
    pid_t pid = 0;
};

/// The payloads, each as Supervisor writes it.
std::string process_state_payload(event_type type, const process_state_facts& facts);
std::string process_log_payload(const output_origin& from, std::string_view channel,
                                std::string_view data);
std::string process_communication_payload(const output_origin& from, std::string_view data);
std::string remote_communication_payload(std::string_view type, std::string_view data);
std::string process_group_payload(std::string_view group);
std::string tick_payload(std::time_t when);

/// `data` when it is UTF-8; else "Undecodable: " and its bytes_repr().
std::string decoded(std::string_view data);

/// The bytes as Python shows them: b'OK\n'.
std::string bytes_repr(std::string_view data);

} // namespace supervisor
