#include "tests/medusa/faults.hpp"

#include <algorithm>
#include <cerrno>
#include <span>
#include <string>

#include <sys/socket.h>
#include <sys/uio.h>

namespace {

std::size_t most_bytes = 0; // zero: as many as there are
bool without_descriptors = false;

std::size_t bounded(std::size_t size) {
    return most_bytes ? std::min(size, most_bytes) : size;
}

} // namespace

faults::few_bytes::few_bytes(std::size_t most) {
    most_bytes = most;
}
faults::few_bytes::~few_bytes() {
    most_bytes = 0;
}
faults::no_descriptors::no_descriptors() {
    without_descriptors = true;
}
faults::no_descriptors::~no_descriptors() {
    without_descriptors = false;
}

// The names are the linker's. NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
ssize_t __real_send(int, const void*, size_t, int);
ssize_t __real_sendmsg(int, const msghdr*, int);
ssize_t __real_recv(int, void*, size_t, int);
int __real_accept4(int, sockaddr*, socklen_t*, int);

ssize_t __wrap_send(int fd, const void* data, size_t size, int flags) {
    return __real_send(fd, data, bounded(size), flags);
}

ssize_t __wrap_sendmsg(int fd, const msghdr* message, int flags) {
    if (most_bytes == 0) return __real_sendmsg(fd, message, flags);
    std::string all;
    for (const iovec& one : std::span(message->msg_iov, message->msg_iovlen))
        all.append(static_cast<const char*>(one.iov_base), one.iov_len);
    return __real_send(fd, all.data(), bounded(all.size()), flags);
}

ssize_t __wrap_recv(int fd, void* data, size_t size, int flags) {
    return __real_recv(fd, data, bounded(size), flags);
}

int __wrap_accept4(int fd, sockaddr* from, socklen_t* length, int flags) {
    // Whoever drops a connection does not ask who it was.
    if (!without_descriptors || !from) return __real_accept4(fd, from, length, flags);
    errno = EMFILE;
    return -1;
}
}
// NOLINTEND(bugprone-reserved-identifier)
