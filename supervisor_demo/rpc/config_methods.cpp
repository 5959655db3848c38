#include "supervisor_demo/config/config_error.hpp"
#include "supervisor_demo/process/fastcgi_socket.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/supervisor_interface.hpp"
#include "supervisor_demo/supervisor.hpp"

#include <algorithm>
#include <system_error>

namespace supervisor {

namespace {

using medusa::xmlrpc_array;
using medusa::xmlrpc_struct;
using medusa::xmlrpc_value;

xmlrpc_array names_of(const std::vector<std::string>& names) {
    return {names.begin(), names.end()};
}

xmlrpc_value reload_config(supervisor& daemon) {
    try {
        const config_diff found = daemon.reread();
        return xmlrpc_array{
            xmlrpc_array{names_of(found.added), names_of(found.changed), names_of(found.removed)}};
    } catch (const config_error& error) {
        throw rpc_fault(fault::cant_reread, error.what());
    }
}

supervisor::addition add_group(supervisor& daemon, const std::string& name) {
    try {
        return daemon.add_group(name);
    } catch (const fastcgi_socket_error& error) {
        throw rpc_fault(fault::failed, error.what());
    } catch (const std::system_error& error) { // an automatic log that cannot be made
        throw rpc_fault(fault::failed, error.what());
    }
}

xmlrpc_value add_process_group(supervisor& daemon, const std::string& name) {
    switch (add_group(daemon, name)) {
    case supervisor::addition::added:
        break;
    case supervisor::addition::already_active:
        throw rpc_fault(fault::already_added, name);
    case supervisor::addition::not_configured:
        throw rpc_fault(fault::bad_name, name);
    }
    return true;
}

xmlrpc_value remove_process_group(supervisor& daemon, const std::string& name) {
    switch (daemon.remove_group(name)) {
    case supervisor::removal::removed:
        break;
    case supervisor::removal::still_running:
        throw rpc_fault(fault::still_running, name);
    case supervisor::removal::not_active:
        throw rpc_fault(fault::bad_name, name);
    }
    return true;
}

xmlrpc_value restart_value(autorestart restart) {
    if (restart == autorestart::unexpected) return "unexpected";
    return restart == autorestart::always;
}

// XML-RPC has no value for "nothing".
template <class T>
xmlrpc_value or_none(const std::optional<T>& value) {
    if (value) return *value;
    return "none";
}

// Of a process that is active, an automatic log has its name already.
xmlrpc_value logfile_value(const logfile_name& configured, const std::string* active) {
    if (configured.type == logfile_name::kind::file) return configured.path;
    if (configured.type != logfile_name::kind::automatic) return "none";
    return active && !active->empty() ? xmlrpc_value(*active) : xmlrpc_value("auto");
}

xmlrpc_struct config_info(const supervisor& daemon, const group_config& group,
                          const process_config& one) {
    const process* active = daemon.find_process(group.name, one.name);
    const stream_config& out = one.stdout_stream;
    const stream_config& err = one.stderr_stream;
    return {
        {"autostart", one.autostart},
        {"autorestart", restart_value(one.restart)},
        {"directory", or_none(one.directory)},
        {"uid", or_none(one.uid)},
        {"command", one.command},
        {"exitcodes", xmlrpc_array(one.exitcodes.begin(), one.exitcodes.end())},
        {"group", group.name},
        {"group_prio", group.priority},
        {"inuse", daemon.find_group(group.name) != nullptr},
        {"killasgroup", one.killasgroup},
        {"name", one.name},
        {"process_prio", one.priority},
        {"redirect_stderr", one.redirect_stderr},
        {"startretries", one.startretries},
        {"startsecs", capped_int(one.startsecs.count())},
        {"stdout_capture_maxbytes", capped_int(out.capture_maxbytes)},
        {"stdout_events_enabled", out.events_enabled},
        {"stdout_logfile",
         logfile_value(out.logfile, active ? &active->stdout_logfile() : nullptr)},
        {"stdout_logfile_backups", out.backups},
        {"stdout_logfile_maxbytes", capped_int(out.maxbytes)},
        {"stdout_syslog", out.syslog},
        {"stopsignal", one.stopsignal},
        {"stopwaitsecs", capped_int(one.stopwaitsecs.count())},
        {"stderr_capture_maxbytes", capped_int(err.capture_maxbytes)},
        {"stderr_events_enabled", err.events_enabled},
        {"stderr_logfile",
         logfile_value(err.logfile, active ? &active->stderr_logfile() : nullptr)},
        {"stderr_logfile_backups", err.backups},
        {"stderr_logfile_maxbytes", capped_int(err.maxbytes)},
        {"stderr_syslog", err.syslog},
        {"serverurl", or_none(one.serverurl)},
    };
}

xmlrpc_value all_config_info(const supervisor& daemon) {
    xmlrpc_array all;
    for (const group_config& group : daemon.configuration().groups)
        for (const process_config& one : group.processes)
            all.emplace_back(config_info(daemon, group, one));
    std::ranges::stable_sort(all, {}, [](const xmlrpc_value& one) -> const std::string& {
        return one.at("name").as_string();
    });
    return all;
}

} // namespace

void add_config_methods(supervisor_namespace& to) {
    supervisor& daemon = to.daemon;
    to.add("reloadConfig", [&daemon](const rpc_params&) { return reload_config(daemon); });
    to.add("addProcessGroup", [&daemon](const rpc_params& params) {
        return add_process_group(daemon, params.text(0));
    });
    to.add("removeProcessGroup", [&daemon](const rpc_params& params) {
        return remove_process_group(daemon, params.text(0));
    });
    to.add("getAllConfigInfo", [&daemon](const rpc_params&) { return all_config_info(daemon); });
}

} // namespace supervisor
