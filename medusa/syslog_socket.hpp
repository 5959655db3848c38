#pragma once

#include "asyncore/unique_fd.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace medusa {

/// Lines to the system's log, without ever waiting for it: syslog(3) blocks when the daemon behind
/// it is slow, and with it every client of a server.
///
///     const auto syslog =
///         std::make_shared<medusa::syslog_socket>("www", LOG_LOCAL3 | LOG_INFO);
///     medusa::install(std::make_shared<medusa::access_log>(medusa::log_to(syslog)), *server);
///
/// A line is a datagram in the form of RFC 3164, "<158>Nov  6 08:49:37 tag[pid]: text". One that
/// finds no room, or nobody there, is dropped and counted; a daemon that comes back is found again
/// with the next line.
class syslog_socket {
public:
    /// Facility and severity as in <syslog.h>: LOG_LOCAL3 | LOG_INFO. Nothing is connected before
    /// the first line. Throws std::invalid_argument for a path that is too long.
    syslog_socket(std::string tag, int priority, std::string path = "/dev/log");

    /// Sends one line; what follows 2,000 bytes of it is cut off. Never throws for the log's sake.
    void write(std::string_view line);

    std::uint64_t dropped() const noexcept { return dropped_; }

private:
    bool send(std::string_view datagram);

    std::string tag_;
    int priority_;
    std::string path_;
    asyncore::unique_fd fd_;
    std::uint64_t dropped_ = 0;
};

} // namespace medusa
