#pragma once

#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/logging/log_file.hpp"

#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace supervisor {

/// The daemon's own log: "2026-11-22 19:03:38,123 INFO spawned: 'cat' with pid 12", in local time,
/// to a log file or to syslog(3), and to stdout as well while in the foreground.
///
/// A message is written when it is given, in one piece. Nothing throws: what cannot be written is
/// lost, and said once on stderr.
class logger {
public:
    /// Writes nothing anywhere yet.
    explicit logger(log_level least = log_level::info) : least_(least) {}

    logger(const logger&) = delete;
    logger& operator=(const logger&) = delete;

    /// Opens the log file. Throws std::system_error.
    void open(const std::string& path, rotation rotate);
    /// Sends to syslog(3) from now on, under the name of the program.
    void open_syslog() { syslog_ = true; }
    /// Writes to stdout too, with the level in colour when that is a terminal.
    void also_stdout();

    /// Whether a message of this level would be written: ask before building a costly one.
    bool enabled(log_level level) const noexcept { return level >= least_; }

    void log(log_level level, std::string_view message) noexcept;
    void critical(std::string_view message) noexcept { log(log_level::critical, message); }
    void error(std::string_view message) noexcept { log(log_level::error, message); }
    void warn(std::string_view message) noexcept { log(log_level::warn, message); }
    void info(std::string_view message) noexcept { log(log_level::info, message); }
    void debug(std::string_view message) noexcept { log(log_level::debug, message); }
    void trace(std::string_view message) noexcept { log(log_level::trace, message); }
    void blather(std::string_view message) noexcept { log(log_level::blather, message); }

    /// The file, or null for syslog and before open(): for those who read it, reopen it, clear it.
    log_file* file() noexcept { return file_ ? &*file_ : nullptr; }

private:
    void append_time(std::string& line);
    void send_to_stdout(log_level level);
    void send_to_syslog();

    log_level least_;
    std::optional<log_file> file_;
    bool syslog_ = false;
    bool stdout_ = false;
    bool colours_ = false;    // on stdout
    std::time_t second_ = -1; // the second that stamp_ spells
    char stamp_[20] = {};
    std::string line_; // kept for its memory
};

/// "CRIT", "ERRO", "WARN", "INFO", "DEBG", "TRAC" or "BLAT".
std::string_view level_word(log_level level) noexcept;

} // namespace supervisor
