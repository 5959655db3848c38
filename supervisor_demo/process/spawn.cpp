#include "supervisor_demo/process/spawn.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace supervisor {

std::optional<credentials> credentials::of(uid_t uid) {
    if (uid == ::getuid()) return {};
    credentials user;
    user.uid = uid;
    const passwd* entry = ::getpwuid(uid);
    if (!entry) {
        user.refusal = spawn_stage::user_lookup;
    } else if (::getuid() != 0) {
        user.refusal = spawn_stage::user_change;
    } else {
        user.gid = entry->pw_gid;
        int count = 32;
        do {
            user.groups.resize(static_cast<std::size_t>(count)); // too few: count says how many
        } while (::getgrouplist(entry->pw_name, user.gid, user.groups.data(), &count) < 0);
        user.groups.resize(static_cast<std::size_t>(count));
    }
    return user;
}

namespace {

// Everything from here to exec runs in the child of a fork: no allocation, no exceptions, and only
// what signal-safety(7) allows.

[[noreturn]] void give_up(const spawn_request& request, spawn_stage stage, int error) noexcept {
    constexpr char last[] = "supervisor: child process was not spawned\n";
    constexpr char prefix[] = "supervisor: ";
    const spawn_failure failure{::getpid(), stage, error};
    const spawn_subject about{request.argv.front(),
                              request.directory ? std::string_view(*request.directory) : "",
                              request.user ? request.user->uid : 0};
    char text[PATH_MAX + 256];
    std::memcpy(text, prefix, sizeof prefix - 1);
    std::size_t size = sizeof prefix - 1;
    size += write_sentence(failure, about, text + size, sizeof text - size - sizeof last);
    text[size++] = '\n';
    std::memcpy(text + size, last, sizeof last - 1);
    size += sizeof last - 1;
    ssize_t ignored = ::write(request.failure_fd, &failure, sizeof failure);
    ignored = ::write(STDERR_FILENO, text, size);
    static_cast<void>(ignored);
    ::_exit(127);
}

bool become(const credentials& user, spawn_stage& stage) noexcept {
    stage = spawn_stage::groups;
    if (::setgroups(user.groups.size(), user.groups.data()) < 0) return false;
    stage = spawn_stage::group_id;
    if (::setgid(user.gid) < 0) return false;
    stage = spawn_stage::user_id;
    return ::setuid(user.uid) == 0;
}

// Closed by exec and not at once: failure_fd is needed until then.
void close_the_rest_on_exec() noexcept {
    if (::close_range(STDERR_FILENO + 1, UINT_MAX, CLOSE_RANGE_CLOEXEC) == 0) return;
    const long limit = ::sysconf(_SC_OPEN_MAX); // a kernel before 5.11
    for (int fd = STDERR_FILENO + 1; fd < limit; ++fd)
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
}

void default_signals() noexcept {
    struct sigaction normal {};
    normal.sa_handler = SIG_DFL;
    for (int signum = 1; signum < NSIG; ++signum)
        ::sigaction(signum, &normal, nullptr); // fails for KILL and STOP, as it should
}

[[noreturn]] void run(const spawn_request& request, char* const* argv,
                      char* const* environment) noexcept {
    if (::setpgid(0, 0) < 0) give_up(request, spawn_stage::process_group, errno);
    if (::dup2(request.stdin_fd, STDIN_FILENO) < 0 ||
        ::dup2(request.stdout_fd, STDOUT_FILENO) < 0 ||
        ::dup2(request.stderr_fd, STDERR_FILENO) < 0)
        give_up(request, spawn_stage::pipes, errno);
    close_the_rest_on_exec();
    if (request.user) {
        if (request.user->refusal) give_up(request, *request.user->refusal, EPERM);
        spawn_stage stage{};
        if (!become(*request.user, stage)) give_up(request, stage, errno);
    }
    if (request.directory && ::chdir(request.directory->c_str()) < 0)
        give_up(request, spawn_stage::directory, errno);
    if (request.umask) ::umask(*request.umask);

    // Last, so that a signal meant for us cannot reach a handler of ours in here.
    default_signals();
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execve(request.file.c_str(), argv, environment);
    give_up(request, spawn_stage::exec, errno);
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
    std::vector<char*> to;
    to.reserve(strings.size() + 1);
    for (const std::string& string : strings)
        to.push_back(const_cast<char*>(string.c_str())); // execve(2) does not write to them
    to.push_back(nullptr);
    return to;
}

} // namespace

pid_t spawn(const spawn_request& request) noexcept {
    const auto argv = pointers(request.argv);
    const auto environment = pointers(request.environment);
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, &before);
    const pid_t pid = ::fork();
    if (pid == 0) run(request, argv.data(), environment.data());
    const int error = errno;
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return pid;
}

} // namespace supervisor
