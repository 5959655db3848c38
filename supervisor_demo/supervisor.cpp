#include "supervisor_demo/supervisor.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/loop.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <csignal>
#include <system_error>
#include <utility>

namespace supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto between_reports = 3s;
constexpr auto a_while = 500us;
constexpr auto beginning = 25ms;
constexpr auto a_moment = 1ms;
constexpr unsigned a_few = 8; // programs

// What programs are told to reach us by: the first Unix server, else the first other.
std::string server_url(const config& config) {
    std::string url;
    for (const server_config& server : config.servers) {
        if (server.is_unix) return "unix://" + server.file;
        if (url.empty())
            url = format("http://{}:{}", server.host.empty() ? "localhost" : server.host,
                         server.port);
    }
    return url;
}

} // namespace

supervisor::supervisor(config first, config_reader again, logger& log, asyncore::socket_map& map,
                       std::uint64_t first_serial)
    : config_(std::move(first)),
      read_again_(std::move(again)),
      shared_(map, log),
      ticks_(asyncore::make<tick_source>(shared_.events, map)),
      signals_(
          daemon_signals, [this](int signum) { handle_signal(signum); }, map) {
    shared_.events.set_next_serial(first_serial);
    shared_.events.on_wanted_changed([this] { ticks_->wanted_changed(); });
    use_scalars();
    shared_.server_url = server_url(config_);
    for (const group_config& group : config_.groups)
        if (!find_group(group.name)) insert_group(group); // of two with one name, the first
}

supervisor::~supervisor() {
    ticks_->close();
}

void supervisor::use_scalars() {
    shared_.identifier = config_.supervisord.identifier;
    shared_.childlogdir = config_.supervisord.childlogdir;
    shared_.strip_ansi = config_.supervisord.strip_ansi;
}

supervisor_state supervisor::run() {
    shared_.events.publish(event_type::supervisor_state_change_running);
    shared_.children.reap(); // what ended before its SIGCHLD had a handler
    beginning_ends_ = std::chrono::steady_clock::now() + beginning;
    start_soon();
    try {
        // Not loop(): without servers and programs there are still signals to wait for.
        for (;;)
            asyncore::poll({}, shared_.map);
    } catch (const asyncore::exit_now&) { // NOLINT(bugprone-empty-catch): everything is stopped
    }
    return shared_.mood;
}

void supervisor::handle_signal(int signum) {
    const std::string name = signal_name(signum);
    switch (signum) {
    case SIGCHLD:
        log().debug(format("received {} indicating a child quit", name));
        shared_.children.reap();
        break;
    case SIGHUP:
        if (mood() == supervisor_state::shutdown) {
            log().warn(
                format("ignored {} indicating restart request (shutdown in progress)", name));
            break;
        }
        log().warn(format("received {} indicating restart request", name));
        restart();
        break;
    case SIGUSR2:
        log().info(format("received {} indicating log reopen request", name));
        reopen_logs();
        break;
    default:
        log().warn(format("received {} indicating exit request", name));
        shutdown();
    }
}

void supervisor::reopen_logs() {
    log().info("supervisord logreopen");
    try {
        if (log_file* file = log().file()) file->reopen();
    } catch (const std::system_error& error) {
        log().error(format("could not reopen the log: {}", error.what()));
    }
    for (const auto& group : groups_)
        group->reopen_logs();
}

process_group* supervisor::find_group(std::string_view name) const noexcept {
    for (const auto& group : groups_)
        if (group->name() == name) return group.get();
    return nullptr;
}

process* supervisor::find_process(std::string_view group, std::string_view name) const noexcept {
    const process_group* found = find_group(group);
    return found ? found->find(name) : nullptr;
}

void supervisor::insert_group(const group_config& config) {
    auto group = std::make_unique<process_group>(config, shared_);
    const auto after = std::upper_bound(
        groups_.begin(), groups_.end(), config.priority,
        [](int priority, const auto& other) { return priority < other->priority(); });
    groups_.insert(after, std::move(group));
    shared_.events.publish(event_type::process_group_added,
                           [&] { return process_group_payload(config.name); });
}

config_diff supervisor::reread() {
    config_ = read_again_();
    use_scalars();
    std::vector<group_config> active;
    for (const auto& group : groups_)
        active.push_back(group->config());
    return compare_groups(active, config_.groups);
}

supervisor::addition supervisor::add_group(std::string_view name) {
    for (const group_config& group : config_.groups) {
        if (group.name != name) continue;
        if (find_group(name)) return addition::already_active;
        insert_group(group);
        start_soon();
        return addition::added;
    }
    return addition::not_configured;
}

supervisor::removal supervisor::remove_group(std::string_view name) {
    const auto group = std::find_if(groups_.begin(), groups_.end(),
                                    [&](const auto& one) { return one->name() == name; });
    if (group == groups_.end()) return removal::not_active;
    if (!(*group)->all_stopped()) return removal::still_running;
    (*group)->before_remove();
    departed_.push_back(std::move(*group));
    groups_.erase(group);
    shared_.events.publish(event_type::process_group_removed,
                           [&] { return process_group_payload(departed_.back()->name()); });
    departed_timer_ = asyncore::call_later(
        0ns, [this] { departed_.clear(); }, shared_.map);
    return removal::removed;
}

bool supervisor::starts_gently() const {
    return started_ >= a_few && std::chrono::steady_clock::now() < beginning_ends_;
}

void supervisor::start_soon() {
    start_timer_ = asyncore::call_later(
        starts_gently() ? asyncore::duration(a_moment) : 0ns, [this] { start_next(); },
        shared_.map);
}

// A few at once: where there are no more, no client sees them not yet started. Then a little at a
// time: requests are answered while five hundred programs start. In the beginning
// all but a few are started no faster than they come up: who waits for the daemon's first answer
// needs the processor as well, and a crowd of new processes would go before him.
void supervisor::start_next() {
    const auto until = std::chrono::steady_clock::now() + (starts_gently() ? 0us : a_while);
    do {
        if (mood() != supervisor_state::running || !start_one()) return;
        ++started_;
    } while (started_ < a_few || std::chrono::steady_clock::now() < until);
    start_soon();
}

// Looks from the beginning each time: whoever is told of a start may remove groups.
bool supervisor::start_one() {
    for (const auto& group : groups_)
        if (group->start_next()) return true;
    return false;
}

void supervisor::shutdown() {
    shared_.mood = supervisor_state::shutdown;
    stop_soon();
}

void supervisor::restart() {
    if (mood() != supervisor_state::shutdown) shared_.mood = supervisor_state::restarting;
    stop_soon();
}

void supervisor::stop_soon() {
    stop_timer_ = asyncore::call_later(
        0ns, [this] { stop_step(); }, shared_.map);
}

// Stops the group whose turn it is, the last one first, and leaves the loop when none is left.
void supervisor::stop_step() {
    if (!std::exchange(stopping_, true)) {
        watching_ = shared_.changes.subscribe([this](const state_change& change) {
            if (is_stopped(change.to)) stop_soon();
        });
        shared_.events.publish(event_type::supervisor_state_change_stopping);
        if (stopping_told_) stopping_told_();
    }
    for (auto group = groups_.rbegin(); group != groups_.rend(); ++group) {
        if ((*group)->all_stopped()) continue;
        if (std::exchange(being_stopped_, group->get()) != group->get()) (*group)->stop_all();
        if ((*group)->all_stopped()) continue;
        if (!report_timer_.pending()) report_unstopped();
        return;
    }
    throw asyncore::exit_now();
}

void supervisor::report_unstopped() {
    std::string names;
    for (const auto& group : groups_) {
        for (const process* one : group->unstopped()) {
            if (!names.empty()) names += ", ";
            names += one->name();
        }
    }
    log().info(format("waiting for {} to die", names));
    report_timer_ = asyncore::call_later(
        between_reports, [this] { report_unstopped(); }, shared_.map);
}

} // namespace supervisor
