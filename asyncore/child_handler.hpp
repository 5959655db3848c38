#pragma once

#include "asyncore/socket_map.hpp"

#include <functional>
#include <memory>

#include <sys/types.h>

namespace asyncore {

/// The end of a child process as a call from the loop: once `pid` has ended, it is waited for, and
/// `function(wait_status)` is called in an ordinary turn, where everything is allowed, also
/// destroying the child_handler. The status is waitpid(2)'s: WIFEXITED, WEXITSTATUS, WTERMSIG.
///
/// Only this one child is ever waited for, so that a program may have others. What the function
/// throws is logged; exit_now leaves the loop. While it waits, the map is not empty and loop()
/// turns; stop() waits for it, too, as long as its grace lasts. Destroying it cancels: the child
/// goes on, and is the caller's to wait for.
///
/// Where the kernel has pidfd_open(2) (Linux 5.3) a child costs one descriptor, and its end one
/// event. Elsewhere SIGCHLD is used, through signal_handler: a descriptor too, and each SIGCHLD
/// asks after every child handled, and the program must not block SIGCHLD.
///
/// When its map is closed it is not called any more. It must not outlive the map.
///
/// REQUIRES: nobody else waits for this child, and SIGCHLD is not ignored (the kernel would throw
/// the status away). If it happens all the same it is logged, and the function is never called.
class child_handler {
public:
    /// A child that has ended already and has not been waited for is as good as any other. Throws
    /// std::system_error when `pid` is not a child of this process, or without a descriptor left.
    child_handler(pid_t pid, std::function<void(int wait_status)> function,
                  socket_map& map = default_socket_map());
    ~child_handler();
    child_handler(const child_handler&) = delete;
    child_handler& operator=(const child_handler&) = delete;

private:
    class watch;
    std::shared_ptr<watch> watch_;
};

} // namespace asyncore
