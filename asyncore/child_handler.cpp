#include "asyncore/child_handler.hpp"

#include "asyncore/compact_traceback.hpp"
#include "asyncore/dispatcher.hpp"
#include "asyncore/errors.hpp"
#include "asyncore/signal_handler.hpp"
#include "asyncore/trigger.hpp"

#include <cerrno>
#include <csignal>
#include <optional>
#include <string>
#include <utility>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace asyncore {

namespace {

// glibc 2.36 declares pidfd_open() for C only.
unique_fd open_pidfd(pid_t pid) {
    return unique_fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

// Throws unless `pid` is a child that can be waited for.
void check_child(pid_t pid) {
    siginfo_t ignored;
    if (pid <= 0) errno = ECHILD;
    if (pid <= 0 ||
        ::waitid(P_PID, static_cast<id_t>(pid), &ignored, WEXITED | WNOHANG | WNOWAIT) < 0)
        throw_errno("child_handler " + std::to_string(pid));
}

// Readable once the process has ended.
class pidfd_dispatcher : public dispatcher {
public:
    pidfd_dispatcher(unique_fd pidfd, std::function<void()> ended, socket_map& map)
        : dispatcher(map), ended_(std::move(ended)) {
        set_connected(true);
        adopt(std::move(pidfd));
    }
    bool writable() override { return false; }
    void handle_read() override { ended_(); }
    void handle_stop() override {} // the child ends when it ends

private:
    std::function<void()> ended_;
};

// Keeps the loop turning while SIGCHLD is waited for.
class on_sigchld : public trigger {
public:
    using trigger::trigger;
    void handle_stop() override {}
};

} // namespace

class child_handler::watch : public std::enable_shared_from_this<watch> {
public:
    watch(pid_t pid, std::function<void(int)> function, socket_map& map)
        : pid_(pid), function_(std::move(function)), map_(&map) {}

    void start() {
        check_child(pid_);
        const auto look = [weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->look();
        };
        if (auto pidfd = open_pidfd(pid_)) {
            channel_ = make<pidfd_dispatcher>(std::move(pidfd), look, *map_);
            return;
        }
        if (errno != ENOSYS && errno != EPERM) throw_errno("pidfd_open");
        const auto now = make<on_sigchld>(*map_);
        channel_ = now;
        signal_.emplace(
            {SIGCHLD}, [look](int) { look(); }, *map_);
        now->pull_trigger(look); // it may have ended before the signal had a handler
    }

    void stop() noexcept {
        function_ = nullptr;
        signal_.reset();
        try {
            if (const auto channel = std::exchange(channel_, nullptr)) channel->close();
        } catch (...) { // NOLINT(bugprone-empty-catch): neither channel throws from its close()
        }
    }

private:
    void look() {
        if (!function_ || !channel_ || channel_->closing()) return;
        int status = 0;
        const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
        if (ended == 0 || (ended < 0 && errno == EINTR)) return;
        const auto function = std::exchange(function_, nullptr);
        // Not stop(): SIGCHLD's handler may be what calls.
        if (const auto channel = std::exchange(channel_, nullptr)) channel->close();
        if (ended < 0) {
            log(log_level::error, "child_handler " + std::to_string(pid_) +
                                      ": somebody else has waited for this child");
            return;
        }
        try {
            function(status);
        } catch (const exit_now&) {
            throw;
        } catch (...) {
            log(log_level::error,
                "uncaptured exception in a child handler (" + compact_traceback() + ")");
        }
    }

    pid_t pid_;
    std::function<void(int)> function_; // empty once called or cancelled
    socket_map* map_;
    std::shared_ptr<dispatcher> channel_;
    std::optional<signal_handler> signal_;
};

child_handler::child_handler(pid_t pid, std::function<void(int)> function, socket_map& map)
    : watch_(std::make_shared<watch>(pid, std::move(function), map)) {
    watch_->start();
}

child_handler::~child_handler() {
    watch_->stop();
}

} // namespace asyncore
