#pragma once

#include "asyncore/dispatcher.hpp"

namespace asyncore {

/// A pipe, tty, pidfd or file in the socket map, with the hooks of a socket.
///
/// The descriptor is made non-blocking; for one that others share (a terminal), the flags it had
/// are put back on close. A regular file is always ready, as read() never waits for one: the loop
/// then does not sleep while such a dispatcher is readable() or writable(). Writing to a pipe
/// without a reader is an error here and must not be the end of the program: the first
/// file_dispatcher made ignores SIGPIPE, unless the program handles it. A child made by fork()
/// inherits that and should restore it.
/// Source: CPython's asyncore.file_dispatcher (which duplicates the fd; this one takes it over).
class file_dispatcher : public dispatcher {
public:
    explicit file_dispatcher(unique_fd fd, socket_map& map = default_socket_map());
    ~file_dispatcher() override;

    /// Takes another over, as the constructor did the first. Throws std::system_error when it is
    /// not open, and std::logic_error unless this one is closed.
    void set_file(unique_fd fd);

    /// read(2) and write(2), with the results of dispatcher::recv and send.
    std::size_t send(std::string_view data) override;
    std::size_t recv(char* buffer, std::size_t size) override;
    void close() override;

private:
    void restore_flags() noexcept;

    int restore_flags_ = -1;
};

} // namespace asyncore
