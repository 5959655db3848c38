#include "medusa/xmlrpc_text.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/input_dispatcher.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/rpc/supervisor_interface.hpp"
#include "supervisor_demo/supervisor.hpp"

namespace supervisor {

namespace {

std::int32_t epoch_seconds(process::wall_time when) {
    return static_cast<std::int32_t>(capped_int(std::chrono::system_clock::to_time_t(when)));
}

constexpr std::size_t about_one = 1400; // bytes of the answer

void write_info(medusa::xmlrpc_text& to, const process& one, process::wall_time now) {
    to.begin_struct();
    to.member("name", one.name());
    to.member("group", one.group_name());
    to.member("start", epoch_seconds(one.start_time()));
    to.member("stop", epoch_seconds(one.stop_time()));
    to.member("now", epoch_seconds(now));
    to.member("state", static_cast<int>(one.state()));
    to.member("statename", state_name(one.state()));
    to.member("spawnerr", one.spawnerr());
    to.member("exitstatus", one.exitstatus().value_or(0));
    to.member("logfile", one.stdout_logfile());
    to.member("stdout_logfile", one.stdout_logfile());
    to.member("stderr_logfile", one.stderr_logfile());
    to.member("pid", one.pid());
    to.member("description", one.description(now));
    to.end_struct();
}

medusa::xmlrpc_value process_info(const process& one) {
    medusa::xmlrpc_text text(about_one);
    write_info(text, one, std::chrono::system_clock::now());
    return std::move(text).take();
}

// Written as it is made: dashboards ask for this all day.
medusa::xmlrpc_value all_process_info(const supervisor& daemon) {
    const auto now = std::chrono::system_clock::now();
    const auto processes = all_by_name(daemon);
    medusa::xmlrpc_text text(about_one * processes.size());
    text.begin_array();
    for (const process* one : processes)
        write_info(text, *one, now);
    text.end_array();
    return std::move(text).take();
}

bool send_stdin(const supervisor& daemon, const rpc_params& params) {
    if (params[1].is_nil()) throw rpc_fault(fault::incorrect_parameters);
    if (!params[1].is_string()) throw rpc_fault(fault::incorrect_parameters, params.any_text(1));
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
        return process_info(find_one(daemon, params.text(0)));
    });
    to.add("getAllProcessInfo", [&daemon](const rpc_params&) { return all_process_info(daemon); });
    to.add("sendProcessStdin",
           [&daemon](const rpc_params& params) { return send_stdin(daemon, params); });
}

} // namespace supervisor
