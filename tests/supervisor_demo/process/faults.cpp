#include "tests/supervisor_demo/process/faults.hpp"

#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstdio>

#include <sys/types.h>
#include <unistd.h>

int faults::fork_errno = 0;
int faults::kill_errno = 0;
int faults::write_errno = 0;
std::string faults::broken_file;
time_t faults::clock_ahead = 0;
std::vector<std::string> faults::sent_to_syslog;

namespace {

bool is_broken(int fd) {
    char name[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    const ssize_t size = ::readlink(link.c_str(), name, sizeof name);
    return size > 0 &&
           std::string_view(name, static_cast<std::size_t>(size)).ends_with(faults::broken_file);
}

} // namespace

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

ssize_t __real_write(int fd, const void* data, size_t size); // NOLINT(bugprone-reserved-identifier)
ssize_t __wrap_write(int fd, const void* data,
                     size_t size) { // NOLINT(bugprone-reserved-identifier)
    if (faults::write_errno == 0 || !is_broken(fd)) return __real_write(fd, data, size);
    errno = faults::write_errno;
    return -1;
}

void __wrap_syslog(int, const char* format, ...) { // NOLINT(bugprone-reserved-identifier)
    char line[4096];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    faults::sent_to_syslog.emplace_back(line);
}

// std::chrono::system_clock::now(), as the compiler spells it.
using wall_clock = std::chrono::system_clock;
wall_clock::time_point __real__ZNSt6chrono3_V212system_clock3nowEv();  // NOLINT
wall_clock::time_point __wrap__ZNSt6chrono3_V212system_clock3nowEv() { // NOLINT
    return __real__ZNSt6chrono3_V212system_clock3nowEv() +
           std::chrono::seconds(faults::clock_ahead);
}
}
