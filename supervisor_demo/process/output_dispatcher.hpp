#pragma once

#include "asyncore/file_dispatcher.hpp"
#include "asyncore/timer.hpp"
#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/logging/log_file.hpp"
#include "supervisor_demo/process/output_capture.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace supervisor {

struct supervision;
class process;

/// Our end of a program's stdout or stderr: what arrives goes to its log at once, and becomes
/// events where that is asked for. What is captured goes to no log.
///
/// Reads into the buffer of the map, so that a silent program costs none, and a bounded share per
/// event, so that a chatty one cannot keep the others from their turn. A pipe that is found full is
/// made larger, once, and is then emptied at most once a millisecond while much comes through it: a
/// program that writes without end would else wake us for every few kilobytes.
///
/// In the map from its making until the last writer has closed the pipe; the process keeps it, and
/// with it the log, until the program is reaped.
class output_dispatcher : public asyncore::file_dispatcher {
public:
    /// `logfile` empty: no file. Throws std::system_error when the log cannot be opened.
    output_dispatcher(asyncore::unique_fd pipe, process& owner, std::string_view channel,
                      const stream_config& stream, const std::string& logfile, supervision& shared);

    bool readable() override { return !rest_.pending(); }
    bool writable() override { return false; }
    void handle_read() override;
    void handle_close() override;

    /// Reads what is in the pipe now, waiting for nothing, though others may still hold the other
    /// end; then closes it.
    void drain();

    void reopen_log();
    void clear_log();

protected:
    process& owner() noexcept { return owner_; }
    supervision& shared() noexcept { return shared_; }

    /// What one read brought.
    virtual void collect(std::string_view data);
    void log_to_file(std::string_view data);

private:
    void widen();
    void end();
    void take(output_capture::found what, std::string_view data);
    void record(std::string_view data, bool to_logs);
    void publish_log(std::string_view data);
    void publish_communication(std::string_view data);
    void log_to_syslog(std::string_view data);
    void log_to_main_log(std::string_view data);

    process& owner_;
    std::string_view channel_; // "stdout" or "stderr"
    const stream_config& stream_;
    supervision& shared_;
    std::unique_ptr<log_file> log_;
    std::unique_ptr<output_capture> capture_; // null: off
    asyncore::timer rest_;                    // while the pipe fills
    bool wide_ = false;
};

/// `data` without escape sequences, from ESC [ to the letter that ends one.
std::string strip_escapes(std::string_view data);

} // namespace supervisor
