#pragma once

#include "supervisor_demo/process/process_state.hpp"
#include "supervisor_demo/process/state_changes.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace supervisor {

/// A move that a process made, as it is told to people.
struct change_record {
    std::uint64_t number = 0; // counts from 1
    std::chrono::system_clock::time_point when{};
    std::string name; // the namespec
    process_state from{};
    process_state to{};
    pid_t pid = 0;
    std::string reason; // why: "exit status 1; not expected", or empty
};

/// The last hundred moves, so that whoever opens the page sees what came before.
class recent_changes {
public:
    /// `told` is called after each has been recorded.
    recent_changes(state_changes& of, std::function<void(const change_record&)> told);

    /// Oldest first.
    const std::deque<change_record>& all() const noexcept { return records_; }
    /// When this began to record: another time means another daemon.
    std::chrono::system_clock::time_point since() const noexcept { return since_; }
    /// Of the last one; 0 when there was none.
    std::uint64_t last_number() const noexcept { return last_number_; }

private:
    void record(const state_change& change);

    std::function<void(const change_record&)> told_;
    std::chrono::system_clock::time_point since_ = std::chrono::system_clock::now();
    std::deque<change_record> records_;
    std::uint64_t last_number_ = 0;
    state_changes::subscription watching_;
};

} // namespace supervisor
