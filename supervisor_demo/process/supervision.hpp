#pragma once

#include "asyncore/socket_map.hpp"
#include "supervisor_demo/events/event_bus.hpp"
#include "supervisor_demo/logging/logger.hpp"
#include "supervisor_demo/process/reaper.hpp"
#include "supervisor_demo/process/spawn_failures.hpp"
#include "supervisor_demo/process/state_changes.hpp"
#include "supervisor_demo/process/supervisor_state.hpp"

#include <memory>
#include <string>

namespace supervisor {

/// What all processes of one daemon share: the loop they wait in, the log they report to, who reaps
/// them and who is told, and whether they may start. Lives as long as they do.
struct supervision {
    supervision(asyncore::socket_map& loop, logger& log_to)
        : map(loop),
          log(log_to),
          children(log_to),
          failures(std::make_shared<spawn_failures>(loop)) {
        failures->add_channel();
    }
    ~supervision() { failures->close(); }
    supervision(const supervision&) = delete;
    supervision& operator=(const supervision&) = delete;

    asyncore::socket_map& map;
    logger& log;
    reaper children;
    std::shared_ptr<spawn_failures> failures;
    state_changes changes; // for deferred answers
    event_bus events;      // for listeners

    /// Only while it is running are processes started by themselves: autostart, autorestart,
    /// retries.
    supervisor_state mood = supervisor_state::running;

    std::string server_url; // SUPERVISOR_SERVER_URL of programs that name none; empty: not set
    std::string childlogdir = "/tmp";
    std::string identifier = "supervisor";
    bool strip_ansi = false;
};

} // namespace supervisor
