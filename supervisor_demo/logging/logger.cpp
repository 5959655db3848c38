#include "supervisor_demo/logging/logger.hpp"

#include <cstdio>

#include <syslog.h>
#include <unistd.h>

namespace supervisor {

namespace {

void write_all(int fd, std::string_view data) noexcept {
    while (!data.empty()) {
        const ssize_t wrote = ::write(fd, data.data(), data.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return; // no one left to tell
        data.remove_prefix(static_cast<std::size_t>(wrote));
    }
}

std::string_view colour(log_level level) noexcept {
    if (level >= log_level::error) return "\x1b[31m"; // red
    if (level >= log_level::warn) return "\x1b[33m";  // yellow
    if (level >= log_level::info) return "\x1b[32m";  // green
    return "\x1b[2m";                                 // faint
}

} // namespace

std::string_view level_word(log_level level) noexcept {
    switch (level) {
    case log_level::critical:
        return "CRIT";
    case log_level::error:
        return "ERRO";
    case log_level::warn:
        return "WARN";
    case log_level::info:
        return "INFO";
    case log_level::debug:
        return "DEBG";
    case log_level::trace:
        return "TRAC";
    case log_level::blather:
        break;
    }
    return "BLAT";
}

void logger::open(const std::string& path, rotation rotate) {
    file_.emplace(path, rotate);
}

void logger::append_time(std::string& line) {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec != second_) {
        second_ = now.tv_sec;
        tm local{};
        ::localtime_r(&second_, &local);
        std::strftime(stamp_, sizeof stamp_, "%Y-%m-%d %H:%M:%S", &local);
    }
    const auto milliseconds = static_cast<int>(now.tv_nsec / 1'000'000);
    const char fraction[] = {',', static_cast<char>('0' + milliseconds / 100),
                             static_cast<char>('0' + milliseconds / 10 % 10),
                             static_cast<char>('0' + milliseconds % 10)};
    line.append(stamp_).append(fraction, sizeof fraction);
}

void logger::log(log_level level, std::string_view message) noexcept {
    if (!enabled(level)) return;
    try {
        line_.clear();
        append_time(line_);
        line_.append(" ").append(level_word(level)).append(" ").append(message).append("\n");
        if (file_) {
            if (const auto error = file_->write(line_))
                write_all(STDERR_FILENO, "supervisord: could not write to " + file_->path() + ": " +
                                             error.message() + "\n");
        }
        if (syslog_) send_to_syslog();
        if (stdout_) send_to_stdout(level);
        if (line_.capacity() > 64 * 1024) line_.shrink_to_fit();
    } catch (...) { // NOLINT(bugprone-empty-catch): out of memory, and no one to tell
    }
}

void logger::also_stdout() {
    stdout_ = true;
    colours_ = ::isatty(STDOUT_FILENO) == 1;
}

void logger::send_to_stdout(log_level level) {
    if (colours_) {
        constexpr std::size_t level_at = sizeof "2026-11-22 19:03:38,123 " - 1;
        constexpr std::size_t level_size = 4;
        line_.insert(level_at + level_size, "\x1b[0m");
        line_.insert(level_at, colour(level));
    }
    write_all(STDOUT_FILENO, line_);
}

void logger::send_to_syslog() {
    std::string_view rest = line_;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        ::syslog(LOG_USER | LOG_INFO, "%.*s", static_cast<int>(line.size()), line.data());
        rest.remove_prefix(end + 1); // every line of ours ends in one
    }
}

} // namespace supervisor
