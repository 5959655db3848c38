/// A library to preload: whoever has it is late, now and then, before it writes, sends, signals or
/// execs, after it read, and at its start. Races between a daemon, its programs and its clients
/// show then that need a loaded machine and luck otherwise.
///
/// LAG_PERCENT of these calls are late, by up to 25 ms. They spin and do not sleep, so that whoever
/// looks at the process sees one that has something to do, as on a machine where it waits for a
/// processor.

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <random>

#include <dlfcn.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace std::chrono;

void lag() {
    static const unsigned long percent = [] {
        const char* given = std::getenv("LAG_PERCENT");
        return given ? std::strtoul(given, nullptr, 10) : 0;
    }();
    // Of this process: one that forked draws anew.
    static pid_t drawn_by = 0;
    static std::minstd_rand draw;
    const int was = errno;
    const auto now = steady_clock::now();
    if (drawn_by != getpid()) {
        drawn_by = getpid();
        draw.seed(static_cast<unsigned>(drawn_by) ^
                  static_cast<unsigned>(now.time_since_epoch().count()));
        draw.discard(4); // the first follow the seed closely
    }
    if (draw() % 100 < percent) {
        const auto until = now + microseconds(draw() % 25000);
        while (steady_clock::now() < until) {
        }
    }
    errno = was;
}

[[gnu::constructor]] void lag_at_start() {
    lag();
}

/// The function that this library stands before.
template <typename function>
function* next(const char* name) {
    return reinterpret_cast<function*>(dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" {

ssize_t write(int fd, const void* data, size_t size) {
    static const auto write_now = next<decltype(write)>("write");
    lag();
    return write_now(fd, data, size);
}

ssize_t read(int fd, void* data, size_t size) {
    static const auto read_now = next<decltype(read)>("read");
    const ssize_t got = read_now(fd, data, size);
    lag();
    return got;
}

ssize_t send(int fd, const void* data, size_t size, int flags) {
    static const auto send_now = next<decltype(send)>("send");
    lag();
    return send_now(fd, data, size, flags);
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
    static const auto send_now = next<decltype(sendmsg)>("sendmsg");
    lag();
    return send_now(fd, message, flags);
}

int kill(pid_t pid, int signal) noexcept {
    static const auto kill_now = next<decltype(kill)>("kill");
    lag();
    return kill_now(pid, signal);
}

int execve(const char* path, char* const* arguments, char* const* environment) noexcept {
    static const auto exec_now = next<decltype(execve)>("execve");
    lag();
    return exec_now(path, arguments, environment);
}
}
