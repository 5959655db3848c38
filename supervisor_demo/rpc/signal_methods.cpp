#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/rpc/process_results.hpp"
#include "supervisor_demo/rpc/supervisor_interface.hpp"
#include "supervisor_demo/supervisor.hpp"

namespace supervisor {

namespace {

// A name, or a number as text or as it is.
std::string signal_text(const rpc_params& params, std::size_t at) {
    return params[at].is_int() ? std::to_string(params[at].as_int()) : params.text(at);
}

void signal_one(process& who, const std::string& spec, const std::string& signal) {
    int number = 0;
    try {
        number = datatypes::signal_number(signal);
    } catch (const value_error&) {
        throw rpc_fault(fault::bad_signal, signal);
    }
    if (!is_signallable(who.state())) throw rpc_fault(fault::not_running, spec);
    if (const auto why = who.signal(number)) throw rpc_fault(fault::failed, *why);
}

void signal_many(const rpc_call& call, const std::vector<process*>& processes,
                 const std::string& signal) {
    process_results::gather(
        call, processes, [](const process& one) { return is_signallable(one.state()); },
        [&signal](process& who, const std::string& spec, const process_waits::callback&) {
            signal_one(who, spec, signal);
            return true;
        });
}

} // namespace

void add_signal_methods(supervisor_namespace& to) {
    supervisor& daemon = to.daemon;
    to.add_deferred("signalProcess", [&daemon](const rpc_call& call, const rpc_params& params) {
        const named found = find_named(daemon, params.text(0));
        const std::string signal = signal_text(params, 1);
        if (!found.one) {
            signal_many(call, found.group.by_priority(), signal);
            return;
        }
        signal_one(*found.one, params.text(0), signal);
        call->answer(true);
    });
    to.add_deferred("signalProcessGroup",
                    [&daemon](const rpc_call& call, const rpc_params& params) {
                        const process_group& group = find_group(daemon, params.text(0));
                        signal_many(call, group.by_priority(), signal_text(params, 1));
                    });
    to.add_deferred("signalAllProcesses",
                    [&daemon](const rpc_call& call, const rpc_params& params) {
                        signal_many(call, all_by_priority(daemon), signal_text(params, 0));
                    });
}

} // namespace supervisor
