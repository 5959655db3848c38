#include "supervisor_demo/process/process_group.hpp"

#include "supervisor_demo/process/fastcgi_socket.hpp"
#include "supervisor_demo/process/supervision.hpp"

#include <algorithm>
#include <utility>

namespace supervisor {

process_group::process_group(group_config config, supervision& shared)
    : config_(std::move(config)) {
    processes_.reserve(config_.processes.size());
    for (const process_config& one : config_.processes)
        processes_.push_back(
            std::make_unique<process>(one, config_.name, shared, socket_for(one, shared.log)));
    for (const auto& socket : sockets_)
        socket->hold();
    if (config_.kind == group_kind::eventlistener)
        pool_ = std::make_unique<listener_pool>(config_, processes_, shared);
}

// The processes of one program share it.
std::shared_ptr<fastcgi_socket> process_group::socket_for(const process_config& one, logger& log) {
    if (!one.socket) return nullptr;
    for (const auto& socket : sockets_)
        if (socket->config() == *one.socket) return socket;
    return sockets_.emplace_back(std::make_shared<fastcgi_socket>(*one.socket, log));
}

void process_group::before_remove() {
    if (pool_) pool_->leave();
}

std::vector<process*> process_group::by_priority() const {
    std::vector<process*> sorted;
    sorted.reserve(processes_.size());
    for (const auto& one : processes_)
        sorted.push_back(one.get());
    std::stable_sort(sorted.begin(), sorted.end(), [](const process* a, const process* b) {
        return a->config().priority < b->config().priority;
    });
    return sorted;
}

process* process_group::find(std::string_view process_name) const noexcept {
    const auto found = std::find_if(processes_.begin(), processes_.end(),
                                    [&](const auto& one) { return one->name() == process_name; });
    return found == processes_.end() ? nullptr : found->get();
}

std::vector<process*> process_group::unstopped() const {
    std::vector<process*> found;
    for (const auto& one : processes_)
        if (!is_stopped(one->state())) found.push_back(one.get());
    return found;
}

bool process_group::all_stopped() const noexcept {
    return std::all_of(processes_.begin(), processes_.end(),
                       [](const auto& one) { return is_stopped(one->state()); });
}

bool process_group::start_next() {
    while (next_start_ < processes_.size()) {
        process& next = *processes_[next_start_++];
        if (!next.config().autostart || next.ever_started()) continue;
        next.spawn();
        return true;
    }
    return false;
}

void process_group::stop_all() {
    auto sorted = by_priority();
    std::reverse(sorted.begin(), sorted.end());
    for (process* one : sorted) {
        if (one->state() == process_state::running || one->state() == process_state::starting)
            one->stop();
        else if (one->state() == process_state::backoff)
            one->give_up();
    }
}

void process_group::reopen_logs() {
    for (const auto& one : processes_)
        one->reopen_logs();
}

} // namespace supervisor
