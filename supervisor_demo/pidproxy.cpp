#include "supervisor_demo/config/path.hpp"
#include "supervisor_demo/config/text.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

/// Runs a command that writes its own pid file and goes elsewhere with it, and hands the signals it
/// gets to the process named there. Takes the place of Supervisor's pidproxy; ends at once, and not
/// within five seconds, when its command does.
namespace {

constexpr int passed_on[] = {SIGTERM, SIGHUP, SIGINT, SIGUSR1, SIGUSR2, SIGQUIT};
constexpr int not_started = 127;

bool ends_us(int signum) {
    return signum == SIGTERM || signum == SIGINT || signum == SIGQUIT;
}

sigset_t waited_for() {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGCHLD);
    for (const int signum : passed_on)
        ::sigaddset(&set, signum);
    return set;
}

/// The process in the pid file. A number that kill(2) would take for many processes is none.
std::optional<pid_t> read_pid(const std::string& file) {
    const auto content = supervisor::path::read_file(file);
    if (!content) return {};
    const auto digits = supervisor::text::strip(*content);
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
    if (error != std::errc{} || end != digits.data() + digits.size() || pid <= 0) return {};
    return pid;
}

/// Starts the command with every signal as a program expects it. Returns 0, or why not.
int start(const std::string& program, char** argv, pid_t& pid) {
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    const int error = ::posix_spawn(&pid, program.c_str(), nullptr, &attributes, argv, ::environ);
    ::posix_spawnattr_destroy(&attributes);
    return error;
}

/// Whether to go on.
bool pass_on(int signum, const std::string& pidfile, int& status) {
    const auto pid = read_pid(pidfile);
    if (!pid) {
        std::printf("Can't read child pidfile %s!\n", pidfile.c_str());
        std::fflush(stdout);
        return true;
    }
    if (::kill(*pid, signum) < 0) {
        std::fprintf(stderr, "pidproxy: cannot signal process %d: %s\n", static_cast<int>(*pid),
                     std::strerror(errno));
        status = 1;
        return false;
    }
    return !ends_us(signum);
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::printf(
            "\npidproxy -- hands signals on to the process that a pid file names.\n\n"
            "The command is run until it ends; it, or what it starts, writes the pid file.\n\n"
            "Usage: %s <pidfile name> <command> [<cmdarg1> ...]\n\n",
            argv[0]);
        return 1;
    }
    const std::string pidfile = argv[1];
    const std::string program = supervisor::path::absolute(argv[2]);
    const sigset_t signals = waited_for();
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    pid_t child = 0;
    if (const int error = start(program, argv + 2, child); error != 0) {
        std::fprintf(stderr, "pidproxy: cannot run %s: %s\n", program.c_str(),
                     std::strerror(error));
        return not_started;
    }
    int status = 0;
    for (;;) {
        const int signum = ::sigwaitinfo(&signals, nullptr);
        if (signum == SIGCHLD) {
            if (::waitpid(child, nullptr, WNOHANG) == child) return 0;
        } else if (signum > 0 && !pass_on(signum, pidfile, status)) {
            return status;
        }
    }
}
