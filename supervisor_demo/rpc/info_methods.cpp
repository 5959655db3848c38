#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/input_dispatcher.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/rpc/supervisor_interface.hpp"
#include "supervisor_demo/supervisor.hpp"

namespace supervisor {

namespace {

std::int64_t epoch_seconds(process::wall_time when) {
    return capped_int(std::chrono::system_clock::to_time_t(when));
}

medusa::xmlrpc_struct process_info(const process& one, process::wall_time now) {
    return {
        {"name", one.name()},
        {"group", one.group_name()},
        {"start", epoch_seconds(one.start_time())},
        {"stop", epoch_seconds(one.stop_time())},
        {"now", epoch_seconds(now)},
        {"state", static_cast<int>(one.state())},
        {"statename", state_name(one.state())},
        {"spawnerr", one.spawnerr()},
        {"exitstatus", one.exitstatus().value_or(0)},
        {"logfile", one.stdout_logfile()},
        {"stdout_logfile", one.stdout_logfile()},
        {"stderr_logfile", one.stderr_logfile()},
        {"pid", one.pid()},
        {"description", one.description(now)},
    };
}

// What Python prints for a value that is no text.
std::string shown(const medusa::xmlrpc_value& value) {
    using kind = medusa::xmlrpc_value::kind;
    switch (value.type()) {
    case kind::boolean:
        return value.as_bool() ? "True" : "False";
    case kind::integer:
        return format("{}", value.as_int());
    case kind::real:
        return format("{}", value.as_double());
    case kind::nil:
        return "None";
    default:
        return std::string(medusa::type_name(value.type()));
    }
}

bool send_stdin(const supervisor& daemon, const rpc_params& params) {
    if (!params[1].is_string()) throw rpc_fault(fault::incorrect_parameters, shown(params[1]));
    const std::string& spec = params.text(0);
    process& one = find_one(daemon, spec);
    if (one.pid() == 0 || one.state() == process_state::stopping)
        throw rpc_fault(fault::not_running, spec);
    switch (one.write_stdin(params.text(1))) {
    case stdin_answer::taken:
        break;
    case stdin_answer::no_reader:
        throw rpc_fault(fault::no_file, spec);
    case stdin_answer::no_room:
        throw rpc_fault(fault::failed, spec + " does not read its stdin, and too much waits there");
    }
    return true;
}

} // namespace

void add_info_methods(supervisor_namespace& to) {
    supervisor& daemon = to.daemon;
    to.add("getProcessInfo", [&daemon](const rpc_params& params) {
        return process_info(find_one(daemon, params.text(0)), std::chrono::system_clock::now());
    });
    to.add("getAllProcessInfo", [&daemon](const rpc_params&) {
        const auto now = std::chrono::system_clock::now();
        medusa::xmlrpc_array all;
        for (const process* one : all_by_name(daemon))
            all.emplace_back(process_info(*one, now));
        return all;
    });
    to.add("sendProcessStdin",
           [&daemon](const rpc_params& params) { return send_stdin(daemon, params); });
}

} // namespace supervisor
