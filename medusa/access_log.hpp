#pragma once

#include "medusa/log_file.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace medusa {

class http_request;
class http_server;
class syslog_socket;

/// A line for each request, in the formats that log analysers read:
///
///     common    127.0.0.1 - ann [10/Oct/2000:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326
///     combined  the same and "REFERER" "USER-AGENT"
///
/// The number of bytes is that of the body, as it was made, without chunk lines; "-" for none. A
/// line is written when the answer has been made in full, and for a client that leaves before that,
/// with what it may have got until then. One that leaves before it is answered has 499, as nginx
/// writes it, and what could not be read as a request is "-". Times are UTC. Control characters,
/// bytes past ASCII, quotes and backslashes in what a client sent are written as \xHH, \" and \\:
/// no client makes a line or a field of its own.
///
/// Source: Apache's mod_log_config.
class access_log {
public:
    enum class format : unsigned char { common, combined };
    /// Takes a line, without its end. Lent for the length of the call.
    using sink = std::function<void(std::string_view line)>;

    explicit access_log(sink to, format wanted = format::combined)
        : sink_(std::move(to)), format_(wanted) {}

    /// Writes a line now. install() calls it for each request of a server.
    void log(const http_request& request);

private:
    void append_time();

    sink sink_;
    format format_;
    std::string line_; // its memory is used again
    std::string time_;
    long time_second_ = -1;
};

/// Has `server` write to `log` from the next connection on. The server shares it.
void install(const std::shared_ptr<access_log>& log, http_server& server);

/// Writes each line to `file`, which is shared with whoever calls its reopen(), as on SIGHUP or
/// SIGUSR1. Each line is one write(2), nothing is held back: a disk that stalls stalls the server.
/// What goes wrong is told to asyncore::log, once until it goes well again.
access_log::sink log_to(std::shared_ptr<log_file> file);

/// Writes each line to the system's log. Never waits; see syslog_socket.hpp.
access_log::sink log_to(std::shared_ptr<syslog_socket> log);

} // namespace medusa
