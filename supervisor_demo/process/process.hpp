#pragma once

#include "asyncore/timer.hpp"
#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/process/process_state.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace supervisor {

struct supervision;
struct command_line;
class fastcgi_socket;
class input_dispatcher;
class output_dispatcher;
enum class stdin_answer;

/// One program under supervision, while it runs and between its runs.
///
/// It moves by itself: timers take it from STARTING to RUNNING, from BACKOFF to the next try or to
/// FATAL, from EXITED to its restart, and from STOPPING to SIGKILL; the reaper calls finish(). No
/// one has to poll it. Every move is in legal_moves and is published in supervision::events and
/// supervision::changes.
///
/// Owned by its group; refers to its configuration there and to the supervision. Requests (spawn,
/// stop, signal) act before they return; what follows from them is seen in state() later. Log
/// lines, texts and numbers are Supervisor's.
class process {
public:
    using wall_time = std::chrono::system_clock::time_point;

    /// Makes the files of automatic logs; throws std::system_error when it cannot. Starts nothing.
    /// With a `socket`, that is what its program gets for stdin, held while the program runs and
    /// given back before anyone is told of its end.
    process(const process_config& config, std::string_view group_name, supervision& shared,
            std::shared_ptr<fastcgi_socket> socket = nullptr);
    /// Does not end a program that still runs: it is then reaped as unknown.
    ~process();
    process(const process&) = delete;
    process& operator=(const process&) = delete;

    const process_config& config() const noexcept { return config_; }
    const std::string& name() const noexcept { return config_.name; }
    std::string_view group_name() const noexcept { return group_name_; }

    process_state state() const noexcept { return state_; }
    pid_t pid() const noexcept { return pid_; }       // 0 when no program runs
    int backoff() const noexcept { return backoff_; } // failed tries in a row

    /// Wall clock, for printing. The epoch itself means "never".
    wall_time start_time() const noexcept { return start_time_; }
    wall_time stop_time() const noexcept { return stop_time_; }
    bool ever_started() const noexcept { return start_time_ != wall_time{}; }

    /// Why the last try failed; empty when it did not. Kept until the next try.
    const std::string& spawnerr() const noexcept { return spawnerr_; }
    /// Of the last run: the exit code, -1 when a signal ended it; none before that is known.
    std::optional<int> exitstatus() const noexcept { return exitstatus_; }
    /// How the last run ended, however short it was: "exit status 3", "terminated by SIGKILL".
    /// Empty before the first end.
    const std::string& exit_reason() const noexcept { return exit_reason_; }
    /// How often it was started again by itself: after an exit, and from BACKOFF.
    int restarts() const noexcept { return restarts_; }

    /// The last column of "status": "pid 12, uptime 0:01:40", "Nov 22 06:29 PM", "Exited too
    /// quickly".
    std::string description(wall_time now = std::chrono::system_clock::now()) const;

    /// Where its output goes, automatic names filled in; empty when to no file.
    const std::string& stdout_logfile() const noexcept { return stdout_logfile_; }
    const std::string& stderr_logfile() const noexcept { return stderr_logfile_; }

    /// What spawn() would run. Throws command_error when there is nothing to run: ask before a
    /// start request, whose answer depends on why.
    command_line resolve_command() const;

    /// Starts the program. Afterwards it is STARTING, or BACKOFF with spawnerr(). When a program
    /// still runs, only a warning is logged. REQUIRES: not UNKNOWN.
    void spawn();

    /// Sends the stop signal: STOPPING; from BACKOFF: STOPPED. What does not end within
    /// stopwaitsecs is sent SIGKILL, again and again. Returns why it could not be done, or nothing.
    std::optional<std::string> stop();

    /// Sends `signum` to the program itself and expects nothing of it. Returns as stop().
    /// REQUIRES: is_signallable(state()), or it returns the reason.
    std::optional<std::string> signal(int signum);

    /// BACKOFF -> FATAL, as at shutdown. REQUIRES: BACKOFF.
    void give_up();

    /// Queues `data` for its stdin; see input_dispatcher.hpp for the answer.
    stdin_answer write_stdin(std::string_view data);

    /// Makes it an event listener: in each run to come `heard` gets what it writes to stdout.
    /// REQUIRES: no program runs.
    void listen_to_stdout(std::function<void(std::string_view data)> heard);

    /// SIGUSR2: opens the log files again. What fails is logged.
    void reopen_logs();
    /// Empties the logs by making them anew; does nothing while no program runs. Throws
    /// system_error.
    void clear_logs();
    /// What the reaper calls: the program ended. Its last output is logged before the state
    /// changes.
    void finish(int wait_status);

private:
    struct child_ends;

    void change_state(process_state to, bool expected = true, pid_t about = 0);
    void publish_state(process_state from, bool expected, pid_t about);
    void fail_to_spawn(const std::string& why);
    int hold_socket();
    child_ends open_streams();
    std::optional<std::string> kill(int signum);
    std::optional<std::string> send(int signum, bool as_group, std::string_view excuse,
                                    std::string_view doing);
    void close_streams();
    void wait_to_stay_up();
    void wait_to_retry(pid_t about = 0);
    void wait_to_kill(std::chrono::seconds patience);
    void restart_if_wanted();
    void start_again();
    bool is_expected(int exitstatus) const;
    void learn_why(pid_t pid);

    const process_config& config_;
    std::string_view group_name_;
    supervision& shared_;
    std::shared_ptr<fastcgi_socket> socket_; // null: stdin is a pipe
    std::shared_ptr<const void> listener_;   // socket_'s, while a program runs

    process_state state_ = process_state::stopped;
    pid_t pid_ = 0;
    int backoff_ = 0;
    wall_time start_time_{};
    wall_time stop_time_{};
    std::chrono::steady_clock::time_point started_{}; // what startsecs is measured from
    std::string spawnerr_;
    std::optional<int> exitstatus_;
    std::string exit_reason_;
    int restarts_ = 0;
    std::string stdout_logfile_;
    std::string stderr_logfile_;

    asyncore::timer timer_; // the one thing it waits for in its state
    std::shared_ptr<input_dispatcher> stdin_;
    std::shared_ptr<output_dispatcher> stdout_;
    std::shared_ptr<output_dispatcher> stderr_;
    std::function<void(std::string_view)> heard_; // of a listener
};

} // namespace supervisor
