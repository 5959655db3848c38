#include "supervisor_demo/process/process.hpp"

#include "supervisor_demo/events/event.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/logging/automatic_log.hpp"
#include "supervisor_demo/process/command_line.hpp"
#include "supervisor_demo/process/input_dispatcher.hpp"
#include "supervisor_demo/process/output_dispatcher.hpp"
#include "supervisor_demo/process/spawn_stage.hpp"
#include "supervisor_demo/process/supervision.hpp"

#include <algorithm>
#include <cassert>
#include <system_error>
#include <utility>

namespace supervisor {

using namespace std::chrono_literals;

namespace {

// Supervisor's comparisons are strict: "for > than 1 seconds".
constexpr auto a_hair = 1ms;

constexpr int not_spawned = 127; // what spawn()'s child ends with when it fails

std::string logfile_of(const process_config& config, const stream_config& stream,
                       std::string_view channel, const supervision& shared) {
    switch (stream.logfile.type) {
    case logfile_name::kind::automatic:
        return make_automatic_log(shared.childlogdir, config.name, channel, shared.identifier);
    case logfile_name::kind::file:
        return stream.logfile.path;
    case logfile_name::kind::none:
    case logfile_name::kind::syslog:
        break;
    }
    return {};
}

constexpr event_type event_of(process_state to) {
    switch (to) {
    case process_state::stopped:
        return event_type::process_state_stopped;
    case process_state::starting:
        return event_type::process_state_starting;
    case process_state::running:
        return event_type::process_state_running;
    case process_state::backoff:
        return event_type::process_state_backoff;
    case process_state::stopping:
        return event_type::process_state_stopping;
    case process_state::exited:
        return event_type::process_state_exited;
    case process_state::fatal:
        return event_type::process_state_fatal;
    case process_state::unknown:
        break;
    }
    return event_type::process_state_unknown;
}

} // namespace

process::process(const process_config& config, std::string_view group_name, supervision& shared,
                 std::shared_ptr<fastcgi_socket> socket)
    : config_(config),
      group_name_(group_name),
      shared_(shared),
      socket_(std::move(socket)),
      stdout_logfile_(logfile_of(config, config.stdout_stream, "stdout", shared)) {
    if (!config.redirect_stderr)
        stderr_logfile_ = logfile_of(config, config.stderr_stream, "stderr", shared);
}

process::~process() {
    if (pid_ != 0) shared_.children.forget(pid_);
    close_streams();
}

void process::change_state(process_state to, bool expected, pid_t about) {
    if (state_ == to) return;
    assert(is_legal({state_, to}));
    if (!is_legal({state_, to})) return;
    const process_state from = std::exchange(state_, to);
    timer_.cancel();
    if (to == process_state::backoff) ++backoff_;
    if (to == process_state::running || to == process_state::exited || to == process_state::fatal)
        backoff_ = 0;
    if (about == 0) about = pid_;
    publish_state(from, expected, about);
    shared_.changes.publish({*this, from, to, about, expected});
}

void process::publish_state(process_state from, bool expected, pid_t about) {
    const event_type type = event_of(state_);
    shared_.events.publish(type, [&] {
        return process_state_payload(
            type, {name(), group_name_, state_name(from), backoff_, expected, about});
    });
}

void process::close_streams() {
    for (const auto& output : {std::exchange(stdout_, nullptr), std::exchange(stderr_, nullptr)})
        if (output) output->close();
    if (const auto input = std::exchange(stdin_, nullptr)) input->close();
}

void process::fail_to_spawn(const std::string& why) {
    spawnerr_ = why;
    shared_.log.info("spawnerr: " + why);
    listener_.reset();
    wait_to_retry();
}

void process::wait_to_stay_up() {
    const asyncore::duration enough =
        config_.startsecs > 0s ? asyncore::duration(config_.startsecs) + a_hair : 0ns;
    timer_ = asyncore::call_later(
        enough,
        [this] {
            shared_.log.info(format("success: {} entered RUNNING state, process has stayed up "
                                    "for > than {} seconds (startsecs)",
                                    name(), config_.startsecs.count()));
            change_state(process_state::running);
        },
        shared_.map);
}

// STARTING -> BACKOFF, and what comes after it.
void process::wait_to_retry(pid_t about) {
    change_state(process_state::backoff, true, about);
    if (state_ != process_state::backoff) return; // someone who was told has stopped it
    if (backoff_ > config_.startretries) {
        timer_ = asyncore::call_later(
            0ns,
            [this] {
                shared_.log.info(format(
                    "gave up: {} entered FATAL state, too many start retries too quickly", name()));
                give_up();
            },
            shared_.map);
        return;
    }
    timer_ = asyncore::call_later(
        std::chrono::seconds(backoff_) + a_hair, [this] { start_again(); }, shared_.map);
}

void process::give_up() {
    change_state(process_state::fatal);
}

bool process::is_expected(int exitstatus) const {
    return std::find(config_.exitcodes.begin(), config_.exitcodes.end(), exitstatus) !=
           config_.exitcodes.end();
}

void process::restart_if_wanted() {
    if (state_ != process_state::exited || shared_.mood != supervisor_state::running) return;
    if (config_.restart == autorestart::never) return;
    if (config_.restart == autorestart::unexpected && is_expected(exitstatus_.value_or(-1))) return;
    timer_ = asyncore::call_later(
        0ns, [this] { start_again(); }, shared_.map);
}

void process::start_again() {
    if (shared_.mood != supervisor_state::running) return;
    ++restarts_;
    spawn();
}

void process::finish(int wait_status) {
    const pid_t pid = pid_;
    for (const auto& output : {stdout_, stderr_})
        if (output) output->drain();
    close_streams();
    pid_ = 0;
    timer_.cancel();
    stop_time_ = std::chrono::system_clock::now();

    const wait_result how = decode_wait_status(wait_status);
    exit_reason_ = how.message;
    const bool expected = is_expected(how.exitstatus);
    if (state_ == process_state::stopping) {
        exitstatus_ = how.exitstatus;
        shared_.log.log(expected ? log_level::info : log_level::warn,
                        format("stopped: {} ({})", name(), how.message));
        listener_.reset(); // before anyone is told: who hears of the end may try to connect
        change_state(process_state::stopped, expected, pid);
        return;
    }
    if (how.exitstatus == not_spawned) learn_why(pid);
    const bool too_early = std::chrono::steady_clock::now() - started_ < config_.startsecs;
    if (state_ == process_state::starting && too_early) {
        if (spawnerr_.empty()) spawnerr_ = "Exited too quickly (process log may have details)";
        shared_.log.warn(format("exited: {} ({}; not expected)", name(), how.message));
        listener_.reset();
        wait_to_retry(pid);
        return;
    }
    exitstatus_ = how.exitstatus;
    if (!expected && spawnerr_.empty()) spawnerr_ = format("Bad exit code {}", how.exitstatus);
    // It ended before the timer said so, but it has run for startsecs.
    if (state_ == process_state::starting) change_state(process_state::running, true, pid);
    shared_.log.log(
        expected ? log_level::info : log_level::warn,
        format("exited: {} ({}; {})", name(), how.message, expected ? "expected" : "not expected"));
    listener_.reset();
    if (state_ != process_state::running) return; // UNKNOWN stays what it is
    change_state(process_state::exited, expected, pid);
    restart_if_wanted();
}

// The child may have said why it could not become its program.
void process::learn_why(pid_t pid) {
    const auto failure = shared_.failures->take(pid);
    if (!failure) return;
    std::string program;
    try {
        program = split_command(config_.command).at(0);
    } catch (const std::exception&) {
        program = config_.command;
    }
    spawnerr_ = failure_sentence(
        *failure, {program, config_.directory.value_or(""), config_.uid.value_or(0)});
    shared_.log.info("spawnerr: " + spawnerr_);
}

void process::reopen_logs() {
    for (const auto& output : {stdout_, stderr_}) {
        try {
            if (output) output->reopen_log();
        } catch (const std::system_error& error) {
            shared_.log.error(format("could not reopen a log of '{}': {}", name(), error.what()));
        }
    }
}

void process::clear_logs() {
    for (const auto& output : {stdout_, stderr_})
        if (output) output->clear_log();
}

stdin_answer process::write_stdin(std::string_view data) {
    if (state_ == process_state::stopping || !stdin_) return stdin_answer::no_reader;
    return stdin_->write(data);
}

void process::listen_to_stdout(std::function<void(std::string_view)> heard) {
    heard_ = std::move(heard);
}

} // namespace supervisor
