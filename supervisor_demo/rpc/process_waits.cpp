#include "supervisor_demo/rpc/process_waits.hpp"

#include "supervisor_demo/process/command_line.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/supervisor.hpp"

#include <chrono>
#include <utility>
#include <vector>

namespace supervisor {

namespace {

constexpr std::chrono::seconds between_reports{2};

void check_command(const process& who) {
    try {
        who.resolve_command();
    } catch (const command_error& error) {
        throw rpc_fault(error.because() == command_error::reason::not_found ? fault::no_file
                                                                            : fault::not_executable,
                        error.what());
    }
}

} // namespace

bool process_waits::start(process& who, const std::string& spec, bool wait, callback told) {
    check_command(who);
    if (is_running(who.state())) throw rpc_fault(fault::already_started, spec);
    if (who.state() == process_state::unknown)
        throw rpc_fault(fault::failed, spec + " is in an unknown process state");
    who.spawn();
    if (!who.spawnerr().empty()) throw rpc_fault(fault::spawn_error, spec);
    if (!wait) return true;
    waiting one{who, spec, goal::running, std::move(told), {}};
    outcome result;
    if (!settled(one, result)) {
        add(std::move(one));
        return false;
    }
    if (result) throw *result;
    return true;
}

bool process_waits::stop(process& who, const std::string& spec, bool wait, callback told) {
    if (!is_running(who.state())) throw rpc_fault(fault::not_running, spec);
    if (const auto why = who.stop()) throw rpc_fault(fault::failed, *why);
    if (!wait || is_stopped(who.state())) return true;
    add({who, spec, goal::stopped, std::move(told), {}});
    report(waits_.back());
    return false;
}

bool process_waits::settled(const waiting& one, outcome& result) {
    const process_state now = one.who.state();
    if (one.until == goal::stopped) return is_stopped(now);
    if (!one.who.spawnerr().empty())
        result = rpc_fault(fault::spawn_error, one.spec);
    else if (now != process_state::starting && now != process_state::running)
        result = rpc_fault(fault::abnormal_termination, one.spec);
    return result || now == process_state::running;
}

void process_waits::add(waiting one) {
    waits_.push_back(std::move(one));
    if (waits_.size() == 1)
        watching_ =
            daemon_.changes().subscribe([this](const state_change& change) { changed(change); });
}

void process_waits::changed(const state_change& change) {
    // Taken out before anyone is told: who is told may start and stop what he likes.
    std::vector<std::pair<callback, outcome>> due;
    for (auto one = waits_.begin(); one != waits_.end();) {
        outcome result;
        if (&one->who == &change.who && settled(*one, result)) {
            due.emplace_back(std::move(one->told), std::move(result));
            one = waits_.erase(one);
        } else {
            ++one;
        }
    }
    if (waits_.empty()) watching_ = {};
    for (const auto& [told, result] : due)
        told(result);
}

void process_waits::report(waiting& one) {
    daemon_.log().info("waiting for " + one.who.name() + " to stop");
    one.report = asyncore::call_later(
        between_reports, [this, &one] { report(one); }, daemon_.map());
}

} // namespace supervisor
