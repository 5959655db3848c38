#pragma once

#include "asyncore/signal_handler.hpp"
#include "asyncore/timer.hpp"
#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/config/config_diff.hpp"
#include "supervisor_demo/events/tick_source.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/process/supervision.hpp"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

/// What the daemon acts on while it lives.
inline constexpr std::initializer_list<int> daemon_signals{SIGTERM, SIGINT,  SIGQUIT,
                                                           SIGHUP,  SIGCHLD, SIGUSR2};

/// The daemon: groups, signals, and the order in which things start and stop.
///
/// It knows nothing of HTTP. The arrows inside supervisor_demo are
///
///     events <- config <- logging <- process <- supervisor <- rpc, web <- daemon <-
///     supervisord.cpp
///
/// so rpc and web include this header and use it directly; daemon/run.hpp hands them the daemon and
/// the listening sockets once both are there.
///
/// All is done in the loop of one socket_map, which belongs to the daemon alone.
class supervisor {
public:
    /// Reads the configuration again: load_config with the same options. May throw config_error.
    using config_reader = std::function<config()>;

    /// Makes every group of `first`; starts none. Events are numbered from `first_serial` on.
    /// Throws std::system_error when an automatic log cannot be made.
    supervisor(config first, config_reader again, logger& log, asyncore::socket_map& map,
               std::uint64_t first_serial = 0);
    ~supervisor();
    supervisor(const supervisor&) = delete;
    supervisor& operator=(const supervisor&) = delete;

    /// Starts what has autostart, a few at once, then one a millisecond, soon a few a turn, and
    /// turns the loop until everything is stopped after shutdown() or restart(). Returns the mood
    /// it ended in.
    supervisor_state run();

    supervisor_state mood() const noexcept { return shared_.mood; }

    /// Stop everything and leave run(), to end or to begin anew. They return at once and begin in
    /// the next turn, so the answer to the request still goes out. A shutdown may overrule a
    /// restart.
    void shutdown();
    void restart();

    const std::string& identifier() const noexcept { return shared_.identifier; }
    logger& log() noexcept { return shared_.log; }
    /// Where deferred answers learn that a process has moved.
    state_changes& changes() noexcept { return shared_.changes; }
    /// Where events for listeners are published.
    event_bus& events() noexcept { return shared_.events; }
    asyncore::socket_map& map() noexcept { return shared_.map; }

    /// The configuration read last; the active groups may be older.
    const config& configuration() const noexcept { return config_; }

    /// The active groups, ascending by priority; equal ones in the order they were added.
    const std::vector<std::unique_ptr<process_group>>& groups() const noexcept { return groups_; }
    process_group* find_group(std::string_view name) const noexcept;
    process* find_process(std::string_view group, std::string_view name) const noexcept;

    /// Reads the configuration again and says how it differs from the active groups; changes none
    /// of them. Throws config_error and keeps the configuration it had.
    config_diff reread();

    enum class addition { added, already_active, not_configured };
    /// Activates a group of configuration(); its autostart begins in the next turn.
    addition add_group(std::string_view name);

    enum class removal { removed, still_running, not_active };
    /// Lets an active group go, when all in it are stopped. References to it and to its processes
    /// hold until the loop turns.
    removal remove_group(std::string_view name);

    /// SIGUSR2: opens the main log and every child's again.
    void reopen_logs();

    /// Called once when stopping begins, before the first process is stopped.
    void on_stopping(std::function<void()> told) { stopping_told_ = std::move(told); }

private:
    void insert_group(const group_config& config);
    void handle_signal(int signum);
    bool starts_gently() const;
    void start_soon();
    void start_next();
    bool start_one();
    void stop_soon();
    void stop_step();
    void report_unstopped();
    void use_scalars();

    config config_;
    config_reader read_again_;
    supervision shared_;
    std::shared_ptr<tick_source> ticks_;
    std::vector<std::unique_ptr<process_group>> groups_;
    std::vector<std::unique_ptr<process_group>> departed_; // removed in this turn
    asyncore::signal_handler signals_;
    state_changes::subscription watching_;
    std::function<void()> stopping_told_;
    bool stopping_ = false;
    process_group* being_stopped_ = nullptr;
    std::chrono::steady_clock::time_point beginning_ends_{};
    unsigned started_ = 0; // by start_next()
    asyncore::timer start_timer_;
    asyncore::timer stop_timer_;
    asyncore::timer report_timer_;
    asyncore::timer departed_timer_;
};

} // namespace supervisor
