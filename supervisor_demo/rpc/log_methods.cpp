#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/log_reading.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/rpc/process_results.hpp"
#include "supervisor_demo/rpc/supervisor_interface.hpp"
#include "supervisor_demo/supervisor.hpp"

#include <system_error>

#include <unistd.h>

namespace supervisor {

namespace {

using medusa::xmlrpc_value;
using logfile_of = const std::string& (process::*)() const noexcept;

bool exists(const std::string& path) {
    return !path.empty() && ::access(path.c_str(), F_OK) == 0;
}

xmlrpc_value read_existing(const std::string& path, const rpc_params& params, std::size_t first) {
    if (path.empty()) throw rpc_fault(fault::no_file);
    if (!exists(path)) throw rpc_fault(fault::no_file, path);
    return read_log(path, params.number(first), params.number(first + 1));
}

xmlrpc_value read_main_log(supervisor& daemon, const rpc_params& params) {
    const log_file* file = daemon.log().file();
    return read_existing(file ? file->path() : daemon.configuration().supervisord.logfile, params,
                         0);
}

xmlrpc_value clear_main_log(logger& log) {
    log_file* file = log.file();
    if (!file || !exists(file->path())) throw rpc_fault(fault::no_file);
    log.info("reopening log file");
    try {
        file->clear();
    } catch (const std::system_error&) {
        throw rpc_fault(fault::failed);
    }
    return true;
}

xmlrpc_value tail_process_log(const std::string& path, const rpc_params& params) {
    if (!exists(path)) return medusa::xmlrpc_array{"", 0, false};
    log_tail tail = tail_log(path, params.number(1), params.number(2));
    return medusa::xmlrpc_array{std::move(tail.bytes), capped_int(tail.offset), tail.overflow};
}

void clear_process_log(process& who, const std::string& spec) {
    try {
        who.clear_logs();
    } catch (const std::system_error&) {
        throw rpc_fault(fault::failed, spec);
    }
}

} // namespace

void add_log_methods(supervisor_namespace& to) {
    supervisor& daemon = to.daemon;
    for (const char* name : {"readLog", "readMainLog"})
        to.add(name, [&daemon](const rpc_params& params) { return read_main_log(daemon, params); });
    to.add("clearLog", [&daemon](const rpc_params&) { return clear_main_log(daemon.log()); });

    struct reader {
        const char* read;
        const char* tail;
        logfile_of file;
    };
    for (const auto& [read, tail, file] :
         {reader{"readProcessStdoutLog", "tailProcessStdoutLog", &process::stdout_logfile},
          reader{"readProcessLog", "tailProcessLog", &process::stdout_logfile},
          reader{"readProcessStderrLog", "tailProcessStderrLog", &process::stderr_logfile}}) {
        to.add(read, [&daemon, which = file](const rpc_params& params) {
            return read_existing((find_one(daemon, params.text(0)).*which)(), params, 1);
        });
        to.add(tail, [&daemon, which = file](const rpc_params& params) {
            return tail_process_log((find_one(daemon, params.text(0)).*which)(), params);
        });
    }

    for (const char* name : {"clearProcessLogs", "clearProcessLog"})
        to.add(name, [&daemon](const rpc_params& params) {
            clear_process_log(find_one(daemon, params.text(0)), params.text(0));
            return true;
        });
    to.add_deferred("clearAllProcessLogs", [&daemon](const rpc_call& call, const rpc_params&) {
        process_results::gather(
            call, all_by_priority(daemon), [](const process&) { return true; },
            [](process& who, const std::string& spec, const process_waits::callback&) {
                clear_process_log(who, spec);
                return true;
            });
    });
}

} // namespace supervisor
