#include "tests/supervisor_demo/process/faults.hpp"

#include <cerrno>

#include <sys/types.h>

int faults::fork_errno = 0;
int faults::kill_errno = 0;

// The names are the linker's.
extern "C" {
pid_t __real_fork();                 // NOLINT(bugprone-reserved-identifier)
int __real_kill(pid_t pid, int sig); // NOLINT(bugprone-reserved-identifier)

pid_t __wrap_fork() { // NOLINT(bugprone-reserved-identifier)
    if (faults::fork_errno == 0) return __real_fork();
    errno = faults::fork_errno;
    return -1;
}

int __wrap_kill(pid_t pid, int sig) { // NOLINT(bugprone-reserved-identifier)
    if (faults::kill_errno == 0) return __real_kill(pid, sig);
    errno = faults::kill_errno;
    return -1;
}
}
