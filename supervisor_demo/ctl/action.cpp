#include "supervisor_demo/ctl/action.hpp"

#include "supervisor_demo/ctl/colour.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/globs.hpp"
#include "supervisor_demo/ctl/member_order.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace supervisor::ctl {
namespace {

// One call of an action.
struct step {
    namespec names;
    rpc_call call;
    bool for_all = false; // the processes there are
    std::optional<rpc_outcome> outcome = {};
    std::exception_ptr trouble = {}; // what kept its lines from being written

    bool has_in_common(const step& other) const {
        return for_all || other.for_all ||
               (names.group == other.names.group &&
                (names.whole_group() || other.names.whole_group() ||
                 names.process == other.names.process));
    }
};

std::string method_name(std::string_view method) {
    return format("supervisor.{}", method);
}

step step_for(const action& what, const std::string& name) {
    const auto names = split_namespec(name);
    medusa::xmlrpc_array params{names.whole_group() ? names.group : name};
    params.insert(params.end(), what.more_parameters.begin(), what.more_parameters.end());
    return {names, {method_name(names.whole_group() ? what.group : what.one), std::move(params)}};
}

// What one outcome says of each process. Throws the fault that is none of a process.
std::vector<process_result> results_of(const step& done) {
    if (const auto* answer = std::get_if<medusa::xmlrpc_value>(&*done.outcome)) {
        if (done.for_all || done.names.whole_group()) return read_results(*answer);
        return {{make_namespec(done.names.group, done.names.process), fault::success, {}}};
    }
    try {
        std::rethrow_exception(std::get<std::exception_ptr>(*done.outcome));
    } catch (const medusa::xmlrpc_fault& error) {
        if (done.for_all) throw;
        if (done.names.whole_group()) {
            if (error.code() != static_cast<int>(fault::bad_name)) throw;
            return {};
        }
        return {fault_result(done.names, error)};
    }
}

void tell(controller& ctl, const action& what, const step& done) {
    const auto results = results_of(done);
    for (const auto& result : results)
        ctl.output(painted_outcome(ctl.terminal(), what.line(result)));
    if (std::holds_alternative<std::exception_ptr>(*done.outcome) && results.empty())
        ctl.output(
            painted_outcome(ctl.terminal(), format("{}: ERROR (no such group)", done.names.group)));
}

void try_to_tell(controller& ctl, const action& what, step& done) {
    try {
        tell(ctl, what, done);
    } catch (const std::exception&) {
        done.trouble = std::current_exception();
    }
}

void set_exitstatus(controller& ctl, const action& what, const step& done) {
    const auto results = results_of(done);
    for (const auto& result : results)
        ctl.set_exitstatus_from_fault(result.status, what.ignored);
    if (std::holds_alternative<std::exception_ptr>(*done.outcome) && results.empty())
        ctl.set_exitstatus(what.no_such_group);
}

// Makes the calls of steps that have nothing in common.
void settle(controller& ctl, const action& what, std::span<step> steps) {
    std::vector<rpc_call> calls;
    for (const auto& one : steps)
        calls.push_back(one.call);
    const bool as_they_settle = ctl.terminal().is_terminal();
    std::size_t first_untold = 0;
    ctl.supervisord().call_all(calls, [&](std::size_t index, rpc_outcome outcome) {
        steps[index].outcome = std::move(outcome);
        if (as_they_settle) return try_to_tell(ctl, what, steps[index]);
        while (first_untold < steps.size() && steps[first_untold].outcome) {
            tell(ctl, what, steps[first_untold]);
            set_exitstatus(ctl, what, steps[first_untold++]);
        }
    });
    for (const auto& one : steps.subspan(first_untold)) {
        if (one.trouble) std::rethrow_exception(one.trouble);
        set_exitstatus(ctl, what, one);
    }
}

// So many connections at once a daemon bears; beyond it answers for a group in one go.
constexpr std::size_t max_members_shown = 64;

// The steps for a person to see as each settles: a group is taken apart into its processes.
std::vector<step> taken_apart(controller& ctl, const action& what, std::vector<step> steps) {
    if (std::ranges::none_of(steps, [](const step& one) { return one.names.whole_group(); }))
        return steps;
    const auto all = in_member_order(ctl, all_process_infos(ctl));
    std::vector<step> apart;
    for (auto& one : steps) {
        std::vector<step> members;
        bool is_known = one.for_all;
        for (const auto& process : all) {
            if (!one.for_all && process.group != one.names.group) continue;
            is_known = true;
            if (one.names.whole_group() && what.concerns(process))
                members.push_back(step_for(what, format("{}:{}", process.group, process.name)));
        }
        if (!one.names.whole_group() || !is_known || members.size() > max_members_shown)
            apart.push_back(std::move(one));
        else
            std::ranges::move(members, std::back_inserter(apart));
    }
    return apart;
}

} // namespace

void act(controller& ctl, const action& what, const std::vector<std::string_view>& names) {
    std::vector<step> steps;
    if (std::ranges::count(names, "all") != 0)
        steps.push_back({{}, {method_name(what.all), what.more_parameters}, true});
    else
        for (const auto& name : expand_globs(ctl, names))
            steps.push_back(step_for(what, name));
    if (ctl.terminal().is_terminal()) steps = taken_apart(ctl, what, std::move(steps));
    auto begin = steps.begin();
    while (begin != steps.end()) {
        auto end = begin + 1;
        while (end != steps.end() &&
               std::none_of(begin, end, [&](const step& one) { return one.has_in_common(*end); }))
            ++end;
        settle(ctl, what, {begin, end});
        begin = end;
    }
}

} // namespace supervisor::ctl
