#include "tests/asyncore/faults.hpp"

#include <cerrno>

#include <sys/socket.h>

int faults::accepts_without_descriptor = 0;

// The names are the linker's.
extern "C" {
int __real_accept4(int, sockaddr*, socklen_t*, int); // NOLINT(bugprone-reserved-identifier)

// NOLINTNEXTLINE(bugprone-reserved-identifier)
int __wrap_accept4(int fd, sockaddr* from, socklen_t* length, int flags) {
    if (faults::accepts_without_descriptor == 0) return __real_accept4(fd, from, length, flags);
    --faults::accepts_without_descriptor;
    errno = EMFILE;
    return -1;
}
}
