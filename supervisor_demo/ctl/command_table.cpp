#include "supervisor_demo/ctl/command_table.hpp"

#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>

namespace supervisor::ctl {
namespace {

constexpr std::string_view globs_text =
    "Names may be globs: w* is for names as status shows them, web:w* for groups and processes.";

// The texts are Supervisor's, to the tab; not those after "true, false".
constexpr command table[] = {
    {"EOF", commands::leave, {}, false, true},
    {"add", commands::add, "add <name> [...]\tActivates any updates in config for process/group"},
    {"avail", commands::avail, "avail\t\t\tDisplay all configured processes", true, false,
     "avail --json\t\tThe same, all there is to know, as JSON"},
    {"clear", commands::clear,
     "clear <name>\t\tClear a process' log files.\n"
     "clear <name> <name>\tClear multiple process' log files\n"
     "clear all\t\tClear all process' log files",
     true, false, globs_text},
    {"exit", commands::leave, "exit\tExit the supervisor shell.", true, true},
    {"fg", commands::fg,
     "fg <process>\tConnect to a process in foreground mode\n\t\tCtrl-C to exit", true, false,
     "\t\tEnter sends the line, Ctrl-D what is typed of it; Ctrl-D alone leaves"},
    {"help", commands::help,
     "help\t\tPrint a list of available actions\n"
     "help <action>\tPrint help for <action>",
     false},
    {"maintail", commands::maintail,
     "maintail -f \tContinuous tail of supervisor main log file (Ctrl-C to exit)\n"
     "maintail -100\tlast 100 *bytes* of supervisord main log file\n"
     "maintail\tlast 1600 *bytes* of supervisor main log file\n"},
    {"open", commands::open,
     "open <url>\tConnect to a remote supervisord process.\n"
     "\t\t(for UNIX domain socket, use unix:///socket/path)"},
    {"pid", commands::pid,
     "pid\t\t\tGet the PID of supervisord.\n"
     "pid <name>\t\tGet the PID of a single child process by name.\n"
     "pid all\t\t\tGet the PID of every child process, one per line."},
    {"quit", commands::leave, "quit\tExit the supervisor shell.", true, true},
    {"reload", commands::reload, "reload \t\tRestart the remote supervisord."},
    {"remove", commands::remove, "remove <name> [...]\tRemoves process/group from active config"},
    {"reread", commands::reread,
     "reread \t\t\tReload the daemon's configuration files without add/remove"},
    {"restart", commands::restart,
     "restart <name>\t\tRestart a process\n"
     "restart <gname>:*\tRestart all processes in a group\n"
     "restart <name> <name>\tRestart multiple processes or groups\n"
     "restart all\t\tRestart all processes\n"
     "Note: restart does not reread config files. For that, see reread and update.",
     true, false, globs_text},
    {"shutdown", commands::shutdown, "shutdown \tShut the remote supervisord down."},
    {"signal", commands::signal,
     "signal <signal name> <name>\t\tSignal a process\n"
     "signal <signal name> <gname>:*\t\tSignal all processes in a group\n"
     "signal <signal name> <name> <name>\tSignal multiple processes or groups\n"
     "signal <signal name> all\t\tSignal all processes",
     true, false, globs_text},
    {"start", commands::start,
     "start <name>\t\tStart a process\n"
     "start <gname>:*\t\tStart all processes in a group\n"
     "start <name> <name>\tStart multiple processes or groups\n"
     "start all\t\tStart all processes",
     true, false, globs_text},
    {"status", commands::status,
     "status <name>\t\tGet status for a single process\n"
     "status <gname>:*\tGet status for all processes in a group\n"
     "status <name> <name>\tGet status for multiple named processes\n"
     "status\t\t\tGet all process status info",
     true, false,
     "status --json [<name>]\tThe same, all there is to know, as JSON\n"
     "status --watch [<name>]\tA live table with CPU, memory and restarts\n"
     "Names may be globs: w* is for names as status shows them, web:w* for groups and processes."},
    {"stop", commands::stop,
     "stop <name>\t\tStop a process\n"
     "stop <gname>:*\t\tStop all processes in a group\n"
     "stop <name> <name>\tStop multiple processes or groups\n"
     "stop all\t\tStop all processes",
     true, false, globs_text},
    {"tail", commands::tail,
     "tail [-f] <name> [stdout|stderr] (default stdout)\n"
     "Ex:\n"
     "tail -f <name>\t\tContinuous tail of named process stdout\n"
     "\t\t\tCtrl-C to exit.\n"
     "tail -100 <name>\tlast 100 *bytes* of process stdout\n"
     "tail <name> stderr\tlast 1600 *bytes* of process stderr",
     true, false,
     "tail -f <name> <name>\tContinuous tail of several, their names before each line\n"
     "Names may be globs: w* is for names as status shows them, web:w* for groups and processes."},
    {"update", commands::update,
     "update\t\t\tReload config and add/remove as necessary, and will restart affected programs\n"
     "update all\t\tReload config and add/remove as necessary, and will restart affected programs\n"
     "update <gname> [...]\tUpdate specific groups"},
    {"version", commands::version,
     "version\t\t\tShow the version of the remote supervisord process"},
};

constexpr bool is_name_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

} // namespace

std::span<const command> command_table() noexcept {
    return table;
}

const command* find_command(std::string_view name) noexcept {
    const auto* found = std::ranges::find(table, name, &command::name);
    return found == std::end(table) ? nullptr : found;
}

std::size_t command_name_size(std::string_view line) noexcept {
    const auto* end = std::ranges::find_if_not(line, is_name_character);
    return static_cast<std::size_t>(end - line.begin());
}

void refuse(controller& ctl, std::string_view name, std::string_view error, int exitstatus) {
    ctl.output(error);
    ctl.set_exitstatus(exitstatus);
    ctl.output(find_command(name)->help);
}

bool has_no_arguments(controller& ctl, std::string_view name, std::string_view arguments) {
    if (arguments.empty()) return true;
    refuse(ctl, name, format("Error: {} accepts no arguments", name), lsb_action::generic);
    return false;
}

} // namespace supervisor::ctl
