#pragma once

#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/config/config.hpp"

#include <stdexcept>

namespace supervisor {

/// Only root may give a socket to another user.
class chown_refused : public std::runtime_error {
public:
    using runtime_error::runtime_error;
};

/// A Unix socket bound to `server.file` with its mode and owner; not yet listening.
///
/// The name appears with the right mode or not at all, and an existing one is never taken from a
/// live server: that is std::system_error with address_in_use. One left by a dead server is
/// unlinked, with a line on stderr. What is there and no socket is left alone: file_exists.
asyncore::unique_fd bind_unix(const server_config& server);

} // namespace supervisor
