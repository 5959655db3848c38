#pragma once

#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/config/config.hpp"

#include <utility>
#include <vector>

#include <sys/types.h>

namespace supervisor {

/// A server's socket, bound and listening, before there is a loop to serve it: the sockets are
/// taken before the daemon touches anything a running one might own, and before it forks.
///
/// A Unix socket's file is removed with the object, unless another daemon has put its own there.
class listening_socket {
public:
    /// Throws config_error with Supervisor's sentence, for "already listening" as for the others.
    /// A dead Unix socket in the way is unlinked, which is said on stderr.
    listening_socket(const server_config& server, const config& whole);
    listening_socket(listening_socket&& other) noexcept;
    listening_socket& operator=(listening_socket&&) = delete;
    ~listening_socket();

    const server_config& server() const noexcept { return server_; }
    /// Gives the socket to who will serve it; the file stays this object's.
    asyncore::unique_fd take() noexcept { return std::move(fd_); }

private:
    void open_unix();
    void open_inet();

    server_config server_;
    asyncore::unique_fd fd_;
    dev_t device_ = 0; // of the file, to know it by
    ino_t inode_ = 0;
};

/// One for each of [unix_http_server] and [inet_http_server]; all, or config_error.
std::vector<listening_socket> open_listening_sockets(const config& whole);

} // namespace supervisor
