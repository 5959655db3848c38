#include "supervisor_demo/web/recent_changes.hpp"

#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"

#include <utility>

namespace supervisor {

namespace {

constexpr std::size_t most_kept = 100;

std::string reason_of(const state_change& change) {
    switch (change.to) {
    case process_state::exited:
        return change.who.exit_reason() + (change.expected ? "; expected" : "; not expected");
    case process_state::stopped:
        return change.from == process_state::stopping ? change.who.exit_reason() : std::string();
    case process_state::backoff:
    case process_state::fatal:
        return change.who.spawnerr();
    default:
        return {};
    }
}

} // namespace

recent_changes::recent_changes(state_changes& of, std::function<void(const change_record&)> told)
    : told_(std::move(told)),
      watching_(of.subscribe([this](const state_change& change) { record(change); })) {}

void recent_changes::record(const state_change& change) {
    if (records_.size() == most_kept) records_.pop_front();
    records_.push_back({++last_number_, std::chrono::system_clock::now(), namespec_of(change.who),
                        change.from, change.to, change.pid, reason_of(change)});
    told_(records_.back());
}

} // namespace supervisor
