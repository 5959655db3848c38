#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/rpc/process_results.hpp"
#include "supervisor_demo/rpc/process_waits.hpp"
#include "supervisor_demo/rpc/supervisor_interface.hpp"
#include "supervisor_demo/supervisor.hpp"

namespace supervisor {

namespace {

// Starting and stopping differ in nothing but these.
struct control {
    bool (process_waits::*act)(process&, const std::string&, bool, process_waits::callback);
    bool of_running; // which processes of a group are asked
};
constexpr control starting{&process_waits::start, false};
constexpr control stopping{&process_waits::stop, true};

using shared_waits = std::shared_ptr<process_waits>;

void control_many(control how, const rpc_call& call, const std::vector<process*>& processes,
                  const shared_waits& waits, bool wait) {
    process_results::gather(
        call, processes,
        [how](const process& one) { return is_running(one.state()) == how.of_running; },
        [how, waits, wait](process& who, const std::string& spec, process_waits::callback told) {
            return ((*waits).*how.act)(who, spec, wait, std::move(told));
        });
}

void control_named(control how, const rpc_call& call, const rpc_params& params,
                   const supervisor& daemon, const shared_waits& waits) {
    const std::string& spec = params.text(0);
    const bool wait = params.truth(1, true);
    const named found = find_named(daemon, spec);
    if (!found.one) {
        control_many(how, call, found.group.by_priority(), waits, wait);
        return;
    }
    const auto told = [call](const process_waits::outcome& result) {
        if (result)
            call->fault(*result);
        else
            call->answer(true);
    };
    if (((*waits).*how.act)(*found.one, spec, wait, told)) call->answer(true);
}

void add_control(supervisor_namespace& to, control how, std::string_view verb,
                 const shared_waits& waits) {
    supervisor& daemon = to.daemon;
    const std::string name(verb);
    to.add_deferred(name + "Process",
                    [&daemon, how, waits](const rpc_call& call, const rpc_params& params) {
                        control_named(how, call, params, daemon, waits);
                    });
    to.add_deferred(name + "ProcessGroup",
                    [&daemon, how, waits](const rpc_call& call, const rpc_params& params) {
                        control_many(how, call, find_group(daemon, params.text(0)).by_priority(),
                                     waits, params.truth(1, true));
                    });
    to.add_deferred(name + "AllProcesses", [&daemon, how, waits](const rpc_call& call,
                                                                 const rpc_params& params) {
        control_many(how, call, all_by_priority(daemon), waits, params.truth(0, true));
    });
}

} // namespace

void add_control_methods(supervisor_namespace& to) {
    const auto waits = std::make_shared<process_waits>(to.daemon);
    add_control(to, starting, "start", waits);
    add_control(to, stopping, "stop", waits);
}

} // namespace supervisor
