#include "supervisor_demo/ctl/columns.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor::ctl::commands {
namespace {

void list_commands(controller& ctl) {
    constexpr std::size_t width = 79;
    constexpr std::string_view header = "default commands (type help <topic>):";
    std::vector<std::string_view> names;
    for (const auto& one : command_table())
        if (one.listed) names.push_back(one.name);
    ctl.output(format("\n{}\n{:=<{}}\n{}", header, "", header.size(), columns(names, width)));
}

} // namespace

void help(controller& ctl, std::string_view arguments) {
    if (arguments.empty()) return list_commands(ctl);
    const command* found = find_command(arguments);
    if (found && !found->help.empty()) {
        ctl.output(found->help);
        if (ctl.terminal().is_terminal() && !found->more.empty()) ctl.output(found->more);
    } else {
        ctl.output(format("*** No help on {}", arguments));
    }
}

void leave(controller& ctl, std::string_view) {
    ctl.output("");
}

} // namespace supervisor::ctl::commands
