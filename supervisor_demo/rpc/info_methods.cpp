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

// Member by member, for an initializer list copies every string once more, and dashboards ask for
// this all day.
medusa::xmlrpc_struct process_info(const process& one, process::wall_time now) {
    medusa::xmlrpc_struct info;
    info.reserve(14);
    info.emplace_back("name", one.name());
    info.emplace_back("group", one.group_name());
    info.emplace_back("start", epoch_seconds(one.start_time()));
    info.emplace_back("stop", epoch_seconds(one.stop_time()));
    info.emplace_back("now", epoch_seconds(now));
    info.emplace_back("state", static_cast<int>(one.state()));
    info.emplace_back("statename", state_name(one.state()));
    info.emplace_back("spawnerr", one.spawnerr());
    info.emplace_back("exitstatus", one.exitstatus().value_or(0));
    info.emplace_back("logfile", one.stdout_logfile());
    info.emplace_back("stdout_logfile", one.stdout_logfile());
    info.emplace_back("stderr_logfile", one.stderr_logfile());
    info.emplace_back("pid", one.pid());
    info.emplace_back("description", one.description(now));
    return info;
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
        const auto processes = all_by_name(daemon);
        all.reserve(processes.size());
        for (const process* one : processes)
            all.emplace_back(process_info(*one, now));
        return all;
    });
    to.add("sendProcessStdin",
           [&daemon](const rpc_params& params) { return send_stdin(daemon, params); });
}

} // namespace supervisor
