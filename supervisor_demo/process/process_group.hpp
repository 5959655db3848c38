#pragma once

#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/process/listener_pool.hpp"
#include "supervisor_demo/process/process.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

class fastcgi_socket;
class logger;

/// A group that is active: its configuration as it was when it was added, and its processes.
class process_group {
public:
    /// Makes the processes; starts none. Throws std::system_error when an automatic log cannot be
    /// made, fastcgi_socket_error when the socket of an fcgi-program cannot: it is made once and
    /// closed again, to know now.
    process_group(group_config config, supervision& shared);
    process_group(const process_group&) = delete;
    process_group& operator=(const process_group&) = delete;

    const group_config& config() const noexcept { return config_; }
    const std::string& name() const noexcept { return config_.name; }
    int priority() const noexcept { return config_.priority; }

    /// In the order they are started at autostart, which is that of the configuration.
    const std::vector<std::unique_ptr<process>>& processes() const noexcept { return processes_; }
    /// Ascending priority, as start and stop requests for the whole group go.
    std::vector<process*> by_priority() const;

    process* find(std::string_view process_name) const noexcept;

    /// Those in no stopped state, in the order of processes().
    std::vector<process*> unstopped() const;
    bool all_stopped() const noexcept;

    /// Spawns the next process that has autostart and was never started; false when none is left.
    /// One per call, so that the loop can turn between two.
    bool start_next();

    /// Stops all, descending by priority, without waiting; those in BACKOFF become FATAL.
    void stop_all();

    void reopen_logs();

    /// To be called when it is removed: a pool of listeners is told nothing any more.
    void before_remove();

private:
    std::shared_ptr<fastcgi_socket> socket_for(const process_config& one, logger& log);

    group_config config_;
    std::vector<std::shared_ptr<fastcgi_socket>> sockets_; // one for each fcgi-program
    std::vector<std::unique_ptr<process>> processes_;
    std::size_t next_start_ = 0;
    std::unique_ptr<listener_pool> pool_; // of an eventlistener
};

} // namespace supervisor
