#include "supervisor_demo/process/pipe_ends.hpp"

#include "asyncore/errors.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace supervisor {

pipe_ends pipe_ends::open() {
    int fds[2];
    if (::pipe2(fds, O_CLOEXEC) < 0) asyncore::throw_errno("pipe");
    return {asyncore::unique_fd(fds[0]), asyncore::unique_fd(fds[1])};
}

} // namespace supervisor
