#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/child_environment.hpp"
#include "supervisor_demo/process/command_line.hpp"
#include "supervisor_demo/process/fastcgi_socket.hpp"
#include "supervisor_demo/process/input_dispatcher.hpp"
#include "supervisor_demo/process/listener_dispatcher.hpp"
#include "supervisor_demo/process/output_dispatcher.hpp"
#include "supervisor_demo/process/pipe_ends.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/process/spawn.hpp"
#include "supervisor_demo/process/supervision.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace supervisor {

command_line process::resolve_command() const {
    const auto own = config_.environment.find("PATH");
    return find_command(config_.command,
                        search_path(own == config_.environment.end() ? nullptr : &own->second));
}

// The ends of the pipes that the child gets; closed here once it has them.
struct process::child_ends {
    asyncore::unique_fd in;
    asyncore::unique_fd out;
    asyncore::unique_fd err;
};

process::child_ends process::open_streams() {
    pipe_ends in;
    if (!socket_) in = pipe_ends::open();
    pipe_ends out = pipe_ends::open();
    pipe_ends err;
    if (!config_.redirect_stderr) err = pipe_ends::open();
    // All are made before the first is in the map: a log that cannot be opened leaves nothing.
    std::shared_ptr<output_dispatcher> from_stdout;
    if (heard_)
        from_stdout = std::make_shared<listener_dispatcher>(
            std::move(out.read), *this, config_.stdout_stream, stdout_logfile_, shared_, heard_);
    else
        from_stdout = std::make_shared<output_dispatcher>(
            std::move(out.read), *this, "stdout", config_.stdout_stream, stdout_logfile_, shared_);
    if (err.read) {
        stderr_ = std::make_shared<output_dispatcher>(
            std::move(err.read), *this, "stderr", config_.stderr_stream, stderr_logfile_, shared_);
        stderr_->add_channel();
    }
    if (in.write) {
        stdin_ = std::make_shared<input_dispatcher>(std::move(in.write), shared_.map);
        stdin_->add_channel();
    }
    stdout_ = std::move(from_stdout);
    stdout_->add_channel();
    return {std::move(in.read), std::move(out.write), std::move(err.write)};
}

int process::hold_socket() {
    const auto listener = socket_->hold();
    listener_ = listener;
    return listener->fileno();
}

void process::spawn() {
    if (pid_ != 0) {
        shared_.log.warn(format("process '{}' already running", name()));
        return;
    }
    spawnerr_.clear();
    exitstatus_.reset();
    start_time_ = std::chrono::system_clock::now();
    started_ = std::chrono::steady_clock::now();
    change_state(process_state::starting);

    spawn_request request;
    child_ends ends;
    try {
        if (socket_) request.stdin_fd = hold_socket();
        command_line command = resolve_command();
        request.file = std::move(command.file);
        request.argv = std::move(command.argv);
        ends = open_streams();
    } catch (const command_error& error) {
        return fail_to_spawn(error.what());
    } catch (const fastcgi_socket_error& error) {
        return fail_to_spawn(error.what());
    } catch (const std::system_error& error) {
        close_streams();
        const int code = error.code().value();
        return fail_to_spawn(code == EMFILE
                                 ? format("too many open files to spawn '{}'", name())
                                 : format("unknown error making dispatchers for '{}': {}", name(),
                                          errno_name(code)));
    }
    request.environment = child_environment(config_, group_name_, shared_.server_url);
    if (!socket_) request.stdin_fd = ends.in.get();
    request.stdout_fd = ends.out.get();
    request.stderr_fd = config_.redirect_stderr ? ends.out.get() : ends.err.get();
    request.failure_fd = shared_.failures->child_end();
    if (config_.uid) request.user = credentials::of(*config_.uid);
    request.directory = config_.directory;
    request.umask = config_.umask;

    const pid_t pid = ::supervisor::spawn(request);
    if (pid < 0) {
        const int code = errno;
        close_streams();
        return fail_to_spawn(
            code == EAGAIN
                ? format("Too many processes in process table to spawn '{}'", name())
                : format("unknown error during fork for '{}': {}", name(), errno_name(code)));
    }
    pid_ = pid;
    shared_.children.watch(pid, *this);
    shared_.log.info(format("spawned: '{}' with pid {}", name(), pid));
    wait_to_stay_up();
}

} // namespace supervisor
