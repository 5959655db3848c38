#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/action.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/process_result.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor::ctl::commands {
namespace {

std::string start_line(const process_result& result) {
    switch (result.status) {
    case fault::success:
        return result.name + ": started";
    case fault::bad_name:
        return result.error("no such process");
    case fault::no_file:
        return result.error("no such file");
    case fault::not_executable:
        return result.error("file is not executable");
    case fault::already_started:
        return result.error("already started");
    case fault::spawn_error:
        return result.error("spawn error");
    case fault::abnormal_termination:
        return result.error("abnormal termination");
    default:
        unknown_result(result);
    }
}

std::string signal_line(const process_result& result, std::string_view done) {
    switch (result.status) {
    case fault::success:
        return format("{}: {}", result.name, done);
    case fault::bad_name:
        return result.error("no such process");
    case fault::bad_signal:
        return result.error("bad signal name");
    case fault::not_running:
        return result.error("not running");
    case fault::failed:
        return result.description;
    default:
        unknown_result(result);
    }
}

bool is_down(const process_info& process) {
    return !process.is_running();
}

bool takes_signals(const process_info& process) {
    return process.is_running() || process.statename == "STOPPING";
}

} // namespace

void start(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto names = text::words(arguments);
    if (names.empty())
        return refuse(ctl, "start", "Error: start requires a process name",
                      lsb_action::invalid_args);
    act(ctl,
        {"startProcess", "startProcessGroup", "startAllProcesses", start_line, is_down,
         fault::already_started, lsb_action::invalid_args},
        names);
}

void stop(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto names = text::words(arguments);
    if (names.empty())
        return refuse(ctl, "stop", "Error: stop requires a process name", lsb_action::generic);
    const auto line = [](const process_result& result) { return signal_line(result, "stopped"); };
    act(ctl,
        {"stopProcess", "stopProcessGroup", "stopAllProcesses", line,
         [](const process_info& process) { return process.is_running(); }, fault::not_running},
        names);
}

void restart(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    if (arguments.empty())
        return refuse(ctl, "restart", "Error: restart requires a process name",
                      lsb_action::generic);
    stop(ctl, arguments);
    start(ctl, arguments);
}

void signal(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto words = text::words(arguments);
    if (words.size() < 2)
        return refuse(ctl, "signal", "Error: signal requires a signal name and a process name",
                      lsb_action::generic);
    action what{"signalProcess", "signalProcessGroup", "signalAllProcesses",
                [](const process_result& result) { return signal_line(result, "signalled"); },
                takes_signals};
    what.more_parameters = {words.front()};
    act(ctl, what, {words.begin() + 1, words.end()});
}

} // namespace supervisor::ctl::commands
