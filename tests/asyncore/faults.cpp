#include "tests/asyncore/faults.hpp"

#include "asyncore/lookup_threads.hpp"

#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <thread>

#include <netdb.h>
#include <sys/socket.h>
#include <sys/syscall.h>

int faults::accepts_without_descriptor = 0;
int faults::accepts = 0;
bool faults::no_pidfd = false;
std::function<int(const std::string&)> faults::names;

void faults::await_lookups() {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (asyncore::lookup_threads::of_this_process().running() > 0 &&
           std::chrono::steady_clock::now() < limit)
        std::this_thread::yield();
}

// The names are the linker's.
extern "C" {
int __real_accept4(int, sockaddr*, socklen_t*, int); // NOLINT(bugprone-reserved-identifier)
long __real_syscall(long, ...);                      // NOLINT(bugprone-reserved-identifier)

// NOLINTNEXTLINE(bugprone-reserved-identifier)
int __wrap_accept4(int fd, sockaddr* from, socklen_t* length, int flags) {
    ++faults::accepts;
    if (faults::accepts_without_descriptor == 0) return __real_accept4(fd, from, length, flags);
    --faults::accepts_without_descriptor;
    errno = EMFILE;
    return -1;
}

// NOLINTNEXTLINE(bugprone-reserved-identifier)
int __real_getaddrinfo(const char*, const char*, const addrinfo*, addrinfo**);

// NOLINTNEXTLINE(bugprone-reserved-identifier)
int __wrap_getaddrinfo(const char* name, const char* service, const addrinfo* hints,
                       addrinfo** found) {
    if (!faults::names) return __real_getaddrinfo(name, service, hints, found);
    if (const int error = faults::names(name)) return error;
    return __real_getaddrinfo("127.0.0.1", service, hints, found);
}

// NOLINTNEXTLINE(bugprone-reserved-identifier)
long __wrap_syscall(long number, ...) {
    if (number == SYS_pidfd_open && faults::no_pidfd) {
        errno = ENOSYS;
        return -1;
    }
    va_list list;
    va_start(list, number);
    long arguments[6];
    for (long& one : arguments)
        one = va_arg(list, long);
    va_end(list);
    return __real_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                          arguments[4], arguments[5]);
}
}
