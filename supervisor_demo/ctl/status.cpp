#include "supervisor_demo/config/namespec.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/colour.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/globs.hpp"
#include "supervisor_demo/ctl/json.hpp"
#include "supervisor_demo/ctl/usage.hpp"
#include "supervisor_demo/ctl/watch.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <map>

namespace supervisor::ctl::commands {
namespace {

std::string padded(std::string text, std::size_t width) {
    const auto characters = text::count_characters(text);
    if (characters < width) text.append(width - characters, ' ');
    return text;
}

void show(controller& ctl, const std::vector<process_info>& infos) {
    std::size_t widest = 30;
    for (const auto& one : infos)
        widest = std::max(widest, text::count_characters(one.namespec()));
    for (const auto& one : infos)
        ctl.output(painted(ctl.terminal(), tone_of(one.statename),
                           padded(one.namespec(), widest + 3) + padded(one.statename, 10) +
                               one.description));
}

// Those of the one, and those that only the other has.
medusa::xmlrpc_struct joined(medusa::xmlrpc_struct members, const medusa::xmlrpc_value& more) {
    for (const auto& member : more.as_struct())
        if (std::ranges::find(members, member.first, &medusa::xmlrpc_struct::value_type::first) ==
            members.end())
            members.push_back(member);
    return members;
}

void show_json(controller& ctl, const std::vector<process_info>& infos) {
    std::map<std::string, medusa::xmlrpc_value> more;
    if (auto served = usage_view().look_at_status(ctl))
        for (auto& one : *served)
            more.emplace(one.process.namespec(), std::move(one.process.all));
    medusa::xmlrpc_array shown;
    for (const auto& one : infos) {
        const auto found = more.find(one.namespec());
        auto members = joined({{"namespec", one.namespec()}}, one.all);
        shown.emplace_back(found == more.end() ? std::move(members)
                                               : joined(std::move(members), found->second));
    }
    ctl.terminal().write(json_lines(shown));
}

// Those of one name; says so if there are none.
std::vector<process_info> named(controller& ctl, const std::vector<process_info>& all,
                                std::string_view name) {
    auto found = processes_named(name, all);
    if (found.empty()) {
        const auto names = split_namespec(name);
        ctl.complain(!names.whole_group() ? format("{}: ERROR (no such process)", name)
                                          : format("{}: ERROR (no such group)", names.group));
        ctl.set_exitstatus(lsb_status::unknown);
    }
    return found;
}

void show_status(controller& ctl, const std::vector<std::string_view>& names,
                 void (*show_these)(controller& ctl, const std::vector<process_info>& infos)) {
    if (!ctl.upcheck()) return ctl.set_exitstatus(lsb_status::unknown);
    const auto all = all_process_infos(ctl);
    std::vector<process_info> shown;
    if (names.empty() || std::ranges::count(names, "all") != 0)
        shown = all;
    else
        for (const auto name : names)
            std::ranges::move(named(ctl, all, name), std::back_inserter(shown));
    show_these(ctl, shown);
    if (std::ranges::any_of(shown, &process_info::is_stopped))
        ctl.set_exitstatus(lsb_status::not_running);
}

} // namespace

void status(controller& ctl, std::string_view arguments) {
    auto names = text::words(arguments);
    if (std::erase(names, "--watch") != 0) return watch(ctl, names);
    if (std::erase(names, "--json") == 0) return show_status(ctl, names, show);
    ctl.set_errors_apart();
    show_status(ctl, names, show_json);
}

void pid(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto names = expand_globs(ctl, text::words(arguments), true);
    if (names.empty()) return ctl.output(std::to_string(ctl.call("getPID").as_int()));
    if (std::ranges::count(names, "all") != 0) {
        const auto answer = ctl.call("getAllProcessInfo");
        for (const auto& one : answer.as_array())
            ctl.output(std::to_string(one.at("pid").as_int()));
        return;
    }
    for (const auto& name : names) {
        try {
            const auto pid = ctl.call("getProcessInfo", {name}).at("pid").as_int();
            ctl.output(std::to_string(pid));
            if (pid == 0) ctl.set_exitstatus(lsb_action::not_running);
        } catch (const medusa::xmlrpc_fault& error) {
            if (error.code() != static_cast<int>(fault::bad_name)) throw;
            ctl.output(format("No such process {}", name));
            ctl.set_exitstatus(lsb_action::generic);
        }
    }
}

} // namespace supervisor::ctl::commands
