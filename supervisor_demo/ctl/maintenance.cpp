#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/colour.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/globs.hpp"
#include "supervisor_demo/ctl/process_result.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <system_error>

namespace supervisor::ctl::commands {
namespace {

std::string clear_line(const process_result& result) {
    switch (result.status) {
    case fault::success:
        return result.name + ": cleared";
    case fault::bad_name:
        return result.error("no such process");
    case fault::failed:
        return result.error("failed");
    default:
        unknown_result(result);
    }
}

void show_cleared(controller& ctl, const process_result& result) {
    ctl.output(painted_outcome(ctl.terminal(), clear_line(result)));
    ctl.set_exitstatus_from_fault(result.status);
}

bool is_shutdown_state(const medusa::xmlrpc_fault& error) {
    return error.code() == static_cast<int>(fault::shutdown_state);
}

} // namespace

void clear(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto names = text::words(arguments);
    if (names.empty())
        return refuse(ctl, "clear", "Error: clear requires a process name", lsb_action::generic);
    if (std::ranges::count(names, "all") != 0) {
        for (const auto& result : read_results(ctl.call("clearAllProcessLogs")))
            show_cleared(ctl, result);
        return;
    }
    for (const auto& name : expand_globs(ctl, names, true)) {
        const auto parts = split_namespec(name);
        process_result result{
            make_namespec(parts.group, parts.whole_group() ? "None" : parts.process),
            fault::success,
            {}};
        try {
            ctl.call("clearProcessLogs", {name});
        } catch (const medusa::xmlrpc_fault& error) {
            result = fault_result(parts, error);
        }
        show_cleared(ctl, result);
    }
}

void open(controller& ctl, std::string_view arguments) {
    const auto scheme = text::lower(arguments.substr(0, arguments.find(':')));
    if (arguments.find(':') == arguments.npos || (scheme != "http" && scheme != "unix")) {
        ctl.output("ERROR: url must be http:// or unix://");
        return ctl.set_exitstatus(lsb_action::generic);
    }
    ctl.set_serverurl(std::string(arguments));
    const int before = ctl.exitstatus();
    status(ctl, {});
    ctl.set_exitstatus(before);
}

void reload(controller& ctl, std::string_view arguments) {
    if (!has_no_arguments(ctl, "reload", arguments)) return;
    if (!ctl.confirm("Really restart the remote supervisord process y/N? ")) return;
    try {
        ctl.call("restart");
        ctl.output("Restarted supervisord");
    } catch (const medusa::xmlrpc_fault& error) {
        if (!is_shutdown_state(error)) throw;
        ctl.output("ERROR: already shutting down");
        ctl.set_exitstatus(lsb_action::generic);
    }
}

void shutdown(controller& ctl, std::string_view arguments) {
    if (!has_no_arguments(ctl, "shutdown", arguments)) return;
    if (!ctl.confirm("Really shut the remote supervisord process down y/N? ")) return;
    try {
        ctl.call("shutdown");
        ctl.output("Shut down");
    } catch (const medusa::xmlrpc_fault& error) {
        if (!is_shutdown_state(error)) throw;
        // What was asked for happens, so the exit status stays.
        ctl.output("ERROR: already shutting down");
    } catch (const std::system_error& error) {
        std::string_view what;
        if (error.code() == std::errc::connection_refused)
            what = "refused connection";
        else if (error.code() == std::errc::no_such_file_or_directory)
            what = "no such file";
        else
            throw;
        ctl.output(format("ERROR: {} {} (already shut down?)", ctl.serverurl(), what));
        ctl.set_exitstatus(lsb_action::generic);
    }
}

void version(controller& ctl, std::string_view arguments) {
    if (!has_no_arguments(ctl, "version", arguments)) return;
    if (ctl.upcheck()) ctl.output(ctl.call("getSupervisorVersion").as_string());
}

} // namespace supervisor::ctl::commands
