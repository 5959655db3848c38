#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/process_result.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>

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

// What start, stop and signal differ in.
struct action {
    std::string_view one;
    std::string_view group;
    std::string_view all;
    std::string (*line)(const process_result& result);
    fault ignored = fault::success;            // no reason for another exit status
    int no_such_group = lsb_action::generic;   // the exit status
    medusa::xmlrpc_array more_parameters = {}; // after the name
};

void show(controller& ctl, const action& what, const process_result& result) {
    ctl.output(what.line(result));
    ctl.set_exitstatus_from_fault(result.status, what.ignored);
}

void show_all(controller& ctl, const action& what, const medusa::xmlrpc_value& answer) {
    for (const auto& result : read_results(answer))
        show(ctl, what, result);
}

medusa::xmlrpc_array parameters(const action& what, std::string_view name) {
    medusa::xmlrpc_array all{name};
    all.insert(all.end(), what.more_parameters.begin(), what.more_parameters.end());
    return all;
}

void act_on_group(controller& ctl, const action& what, const std::string& group) {
    try {
        show_all(ctl, what, ctl.call(what.group, parameters(what, group)));
    } catch (const medusa::xmlrpc_fault& error) {
        if (error.code() != static_cast<int>(fault::bad_name)) throw;
        ctl.output(format("{}: ERROR (no such group)", group));
        ctl.set_exitstatus(what.no_such_group);
    }
}

void act_on_process(controller& ctl, const action& what, std::string_view name,
                    const namespec& names) {
    process_result result{make_namespec(names.group, names.process), fault::success, {}};
    try {
        ctl.call(what.one, parameters(what, name));
    } catch (const medusa::xmlrpc_fault& error) {
        result = fault_result(names, error);
    }
    show(ctl, what, result);
}

void act(controller& ctl, const action& what, std::span<const std::string_view> names) {
    if (std::ranges::count(names, "all") != 0)
        return show_all(ctl, what, ctl.call(what.all, what.more_parameters));
    for (const auto name : names) {
        const auto parts = split_namespec(name);
        if (!parts.whole_group())
            act_on_process(ctl, what, name, parts);
        else
            act_on_group(ctl, what, parts.group);
    }
}

} // namespace

void start(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto names = text::words(arguments);
    if (names.empty())
        return refuse(ctl, "start", "Error: start requires a process name",
                      lsb_action::invalid_args);
    act(ctl,
        {"startProcess", "startProcessGroup", "startAllProcesses", start_line,
         fault::already_started, lsb_action::invalid_args},
        names);
}

void stop(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto names = text::words(arguments);
    if (names.empty())
        return refuse(ctl, "stop", "Error: stop requires a process name", lsb_action::generic);
    const auto line = [](const process_result& result) { return signal_line(result, "stopped"); };
    act(ctl, {"stopProcess", "stopProcessGroup", "stopAllProcesses", line, fault::not_running},
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
                [](const process_result& result) { return signal_line(result, "signalled"); }};
    what.more_parameters = {words.front()};
    act(ctl, what, std::span(words).subspan(1));
}

} // namespace supervisor::ctl::commands
