#include "tests/asynchat/faults.hpp"

#include <algorithm>
#include <cerrno>

#include <sys/sendfile.h>
#include <sys/socket.h>

std::size_t faults::most_sent = 0;
int faults::sends_refused = 0;
bool faults::no_sendfile = false;
int faults::broken_fd = -1;
int faults::send_error = 0;
int faults::recv_error = 0;

faults::~faults() {
    most_sent = 0;
    sends_refused = 0;
    no_sendfile = false;
    broken_fd = -1;
    send_error = recv_error = 0;
}

// The names are the linker's.
extern "C" {
ssize_t __real_send(int, const void*, std::size_t, int); // NOLINT(bugprone-reserved-identifier)
ssize_t __real_sendfile(int, int, off_t*, std::size_t);  // NOLINT(bugprone-reserved-identifier)
ssize_t __real_recv(int, void*, std::size_t, int);       // NOLINT(bugprone-reserved-identifier)

// NOLINTNEXTLINE(bugprone-reserved-identifier)
ssize_t __wrap_send(int fd, const void* data, std::size_t size, int flags) {
    if (fd == faults::broken_fd && faults::send_error != 0) {
        errno = faults::send_error;
        return -1;
    }
    if (faults::sends_refused > 0 && faults::sends_refused-- % 2 == 0) {
        errno = EAGAIN;
        return -1;
    }
    if (faults::most_sent > 0) size = std::min(size, faults::most_sent);
    return __real_send(fd, data, size, flags);
}

// NOLINTNEXTLINE(bugprone-reserved-identifier)
ssize_t __wrap_sendfile(int fd, int from, off_t* offset, std::size_t size) {
    if (faults::no_sendfile) {
        errno = EINVAL;
        return -1;
    }
    if (faults::most_sent > 0) size = std::min(size, faults::most_sent);
    return __real_sendfile(fd, from, offset, size);
}

// NOLINTNEXTLINE(bugprone-reserved-identifier)
ssize_t __wrap_recv(int fd, void* buffer, std::size_t size, int flags) {
    if (fd == faults::broken_fd && faults::recv_error != 0) {
        errno = faults::recv_error;
        return -1;
    }
    return __real_recv(fd, buffer, size, flags);
}
}
