#pragma once

#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/config/config.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace supervisor {

class logger;

/// The socket could not be made. what() is Supervisor's sentence:
/// "Could not create FastCGI socket unix:///x: [Errno 13] Permission denied".
class fastcgi_socket_error : public std::runtime_error {
public:
    fastcgi_socket_error(const std::string& what, std::string section)
        : std::runtime_error(what), section_(std::move(section)) {}

    /// The section it is written in: "fcgi-program:x".
    const std::string& section() const noexcept { return section_; }

private:
    std::string section_;
};

/// The socket that the processes of one [fcgi-program:x] accept on.
///
/// It exists as long as one of them does: made for the first, with "Creating socket" in the log,
/// and closed with "Closing socket" when no one holds it any more. Belongs to the group; what was
/// given out may outlive it. The file of a Unix socket stays behind, as Supervisor leaves it, and
/// is replaced by the next; what is there and no socket is not touched.
class fastcgi_socket {
public:
    /// A bound and listening descriptor, in blocking mode, close-on-exec.
    class listener;

    /// REQUIRES: `config` and `log` outlive this and every listener.
    fastcgi_socket(const fastcgi_socket_config& config, logger& log) : config_(config), log_(log) {}

    const fastcgi_socket_config& config() const noexcept { return config_; }

    /// What is open now, else a new one. Throws fastcgi_socket_error.
    std::shared_ptr<const listener> hold();

private:
    const fastcgi_socket_config& config_;
    logger& log_;
    std::weak_ptr<const listener> open_;
};

class fastcgi_socket::listener {
public:
    /// Throws fastcgi_socket_error.
    listener(const fastcgi_socket_config& config, logger& log);
    ~listener();
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    int fileno() const noexcept { return fd_.get(); }

private:
    std::string url_;
    logger& log_;
    asyncore::unique_fd fd_;
};

} // namespace supervisor
