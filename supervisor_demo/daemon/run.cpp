#include "supervisor_demo/daemon/run.hpp"

#include "asyncore/log.hpp"
#include "medusa/http_server.hpp"
#include "supervisor_demo/build_info.hpp"
#include "supervisor_demo/config/load_config.hpp"
#include "supervisor_demo/daemon/daemonize.hpp"
#include "supervisor_demo/daemon/held_signals.hpp"
#include "supervisor_demo/daemon/listening_socket.hpp"
#include "supervisor_demo/daemon/pidfile.hpp"
#include "supervisor_demo/daemon/privileges.hpp"
#include "supervisor_demo/daemon/rlimits.hpp"
#include "supervisor_demo/daemon/service_notifier.hpp"
#include "supervisor_demo/daemon/where_written.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/logging/automatic_log.hpp"
#include "supervisor_demo/logging/logger.hpp"
#include "supervisor_demo/process/fastcgi_socket.hpp"
#include "supervisor_demo/supervisor.hpp"
#include "supervisor_demo/web/install_handlers.hpp"

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <system_error>

#include <malloc.h>
#include <unistd.h>

namespace supervisor {

namespace {

constexpr int bad_usage = 2;

// What takes more is given back to the system when it is done with. Left to itself, malloc would
// keep the megabytes of one long answer for the next.
constexpr int given_back_from = 256 * 1024;

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> all;
    for (char** entry = ::environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        const auto end = text.find('=');
        if (end != std::string_view::npos) all.emplace(text.substr(0, end), text.substr(end + 1));
    }
    return all;
}

config load(const options& command_line) {
    return load_config(command_line, process_environment());
}

// Reads and tells; opens nothing. What is wrong is told by the caller, as at a start.
int validate(const options& command_line) {
    const config read = load(command_line);
    for (const parse_message& message : read.messages)
        std::printf("%s %s\n", std::string(level_word(message.level)).c_str(),
                    message.text.c_str());
    for (const std::string& line : read.unknown_keys)
        std::printf("WARN %s\n", line.c_str());
    std::printf("%s: no errors\n", read.file.c_str());
    return 0;
}

// Channels refer to the daemon: they are closed before it goes, whatever ends it.
struct channels_end_first {
    asyncore::socket_map& map;
    ~channels_end_first() { map.close_all(); }
};

// One life of the daemon; a reload begins the next.
class life {
public:
    life(const options& command_line, bool first, const service_notifier& manager,
         held_signals& signals, std::unique_ptr<logger>& log, std::uint64_t& next_serial)
        : command_line_(command_line),
          first_(first),
          manager_(manager),
          signals_(signals),
          log_(log),
          next_serial_(next_serial),
          config_(load(command_line)) {}

    supervisor_state live() {
        become_user();
        if (first_) note(log_level::info, raise_limits(config_));
        // Before the log and the old automatic logs are touched: they may be another daemon's.
        auto sockets = open_listening_sockets(config_);
        open_log();
        if (!config_.supervisord.nocleanup)
            remove_automatic_logs(config_.supervisord.childlogdir, config_.supervisord.identifier,
                                  *log_);
        for (const server_config& server : config_.servers)
            announce(server, config_, *log_);
        if (!config_.supervisord.nodaemon && first_) daemonize(config_.supervisord, *log_);
        return supervise(std::move(sockets));
    }

private:
    void note(log_level level, const std::vector<std::string>& texts) {
        for (const std::string& text : texts)
            config_.messages.push_back({level, text});
    }

    void become_user() {
        if (!config_.supervisord.uid) {
            if (::getuid() == 0)
                note(log_level::critical,
                     {"Supervisor is running as root.  Privileges were not dropped because no user "
                      "is specified in the config file.  If you intend to run as root, you can set "
                      "user=root in the config file to avoid this message."});
            return;
        }
        const uid_t uid = *config_.supervisord.uid;
        if (const auto refusal = drop_privileges(uid))
            throw config_error(*refusal, {where_written(config_, "supervisord", "user",
                                                        "is a user we may not become")});
        note(log_level::info, {format("Set uid to user {} succeeded", uid)});
    }

    void open_log() {
        const supervisord_config& wanted = config_.supervisord;
        auto log = std::make_unique<logger>(wanted.loglevel);
        if (wanted.nodaemon && !wanted.silent) log->also_stdout();
        if (wanted.logfile == "syslog") {
            log->open_syslog();
        } else {
            try {
                log->open(wanted.logfile, {wanted.logfile_maxbytes, wanted.logfile_backups});
            } catch (const std::system_error& error) {
                throw config_error(
                    format("could not open log file {}: {}", wanted.logfile,
                           error.code().message()),
                    {where_written(config_, "supervisord", "logfile", "cannot be written")});
            }
        }
        log_ = std::move(log);
        std::stable_sort(config_.messages.begin(), config_.messages.end(),
                         [](const auto& a, const auto& b) { return a.level > b.level; });
        for (const parse_message& message : config_.messages)
            log_->log(message.level, message.text);
    }

    std::unique_ptr<supervisor> make_daemon(asyncore::socket_map& map) {
        config where;
        where.file = config_.file; // the daemon takes the rest
        try {
            return std::make_unique<supervisor>(
                std::move(config_), [this] { return load(command_line_); }, *log_, map,
                next_serial_);
        } catch (const fastcgi_socket_error& error) {
            throw config_error(error.what(), {where_written(where, error.section(), "socket",
                                                            "cannot be listened on")});
        }
    }

    supervisor_state supervise(std::vector<listening_socket> sockets) {
        asyncore::set_log_sink([this](asyncore::log_level level, std::string_view message) {
            log_->log(level == asyncore::log_level::error     ? log_level::error
                      : level == asyncore::log_level::warning ? log_level::warn
                                                              : log_level::trace,
                      message);
        });
        supervisor_state mood{};
        {
            asyncore::socket_map map;
            const std::string pid_path = config_.supervisord.pidfile;
            const auto daemon_made = make_daemon(map);
            supervisor& daemon = *daemon_made;
            signals_.release();
            const channels_end_first channels{map};
            for (listening_socket& socket : sockets)
                install_handlers(*asyncore::make<medusa::http_server>(socket.take(), map), daemon,
                                 socket.server());
            const pidfile file(pid_path, *log_);
            daemon.on_stopping([this, &daemon] {
                daemon.mood() == supervisor_state::restarting ? manager_.reloading()
                                                              : manager_.stopping();
            });
            manager_.ready(format("Supervising {} process groups", daemon.groups().size()));
            mood = daemon.run();
            signals_.hold();
            next_serial_ = daemon.events().next_serial();
        }
        asyncore::set_log_sink({});
        return mood;
    }

    const options& command_line_;
    bool first_;
    const service_notifier& manager_;
    held_signals& signals_;
    std::unique_ptr<logger>& log_; // the last life's until open_log()
    std::uint64_t& next_serial_;   // of events; goes on over reloads
    config config_;
};

} // namespace

int run(const std::string& progname, const std::vector<std::string>& arguments) {
    ::mallopt(M_MMAP_THRESHOLD, given_back_from);
    open_standard_streams();
    std::signal(SIGPIPE, SIG_IGN); // what cannot be written to says so
    std::unique_ptr<logger> log;
    try {
        const char* home = std::getenv("HOME");
        const options command_line = parse_options(
            arguments, progname, home ? std::optional<std::string>(home) : std::nullopt);
        if (command_line.answer) {
            std::fputs(command_line.answer->c_str(), stdout);
            return 0;
        }
        if (command_line.warning) std::fprintf(stderr, "%s\n", command_line.warning->c_str());
        if (command_line.build_info) {
            std::fputs(build_info(), stdout);
            return 0;
        }
        if (command_line.validate) return validate(command_line);
        const service_notifier manager;
        held_signals signals;
        bool first = true;
        std::uint64_t next_serial = 0;
        while (life(command_line, first, manager, signals, log, next_serial).live() ==
               supervisor_state::restarting)
            first = false;
        return 0;
    } catch (const config_error& error) {
        std::fputs(error.report(progname).c_str(), stderr);
        if (log) log->critical(error.what()); // a daemon that reloads has no stderr
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", progname.c_str(), error.what());
        if (log) log->critical(error.what());
    }
    asyncore::set_log_sink({});
    return bad_usage;
}

} // namespace supervisor
