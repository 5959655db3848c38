#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/json.hpp"
#include "supervisor_demo/ctl/process_result.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <map>

namespace supervisor::ctl::commands {
namespace {

using names = std::vector<std::string>;

bool contains(const auto& list, std::string_view name) {
    return std::ranges::find(list, name) != std::ranges::end(list);
}

// What reloadConfig found, by group.
struct changes {
    names added;
    names changed;
    names removed;
};

names read_names(const medusa::xmlrpc_value& list) {
    names found;
    for (const auto& one : list.as_array())
        found.push_back(one.as_string());
    return found;
}

changes reload_config(controller& ctl) {
    const auto answer = ctl.call("reloadConfig");
    const auto& lists = answer.as_array().at(0).as_array();
    return {read_names(lists.at(0)), read_names(lists.at(1)), read_names(lists.at(2))};
}

// A fault with a sentence of its own: writes it and sets the status.
void fail(controller& ctl, std::string_view error) {
    ctl.complain(error);
    ctl.set_exitstatus(lsb_action::generic);
}

std::string config_line(const medusa::xmlrpc_value& info) {
    auto name = make_namespec(info.at("group").as_string(), info.at("name").as_string());
    const auto characters = text::count_characters(name);
    if (characters < 32) name.append(32 - characters, ' ');
    return format("{} {:<9} {:<9} {}:{}", name, info.at("inuse").as_bool() ? "in use" : "avail",
                  info.at("autostart").as_bool() ? "auto" : "manual",
                  info.at("group_prio").as_int(), info.at("process_prio").as_int());
}

void show(controller& ctl, const changes& found) {
    std::map<std::string, std::string_view> what;
    for (const auto& group : found.added)
        what[group] = "available";
    for (const auto& group : found.changed)
        what[group] = "changed";
    for (const auto& group : found.removed)
        what[group] = "disappeared";
    for (const auto& [group, happened] : what)
        ctl.output(format("{}: {}", group, happened));
    if (what.empty()) ctl.output("No config updates to processes");
}

// The groups that may be asked for: those there are, and those about to come.
void check_groups(controller& ctl, const changes& found,
                  const std::vector<std::string_view>& asked) {
    auto groups = found.added;
    const auto answer = ctl.call("getAllProcessInfo");
    for (const auto& one : answer.as_array())
        groups.push_back(one.at("group").as_string());
    for (const auto group : asked)
        if (!contains(groups, group)) fail(ctl, format("ERROR: no such group: {}", group));
}

void remove_group(controller& ctl, const std::string& group) {
    const auto results = read_results(ctl.call("stopProcessGroup", {group}));
    ctl.output(group + ": stopped");
    if (std::ranges::count(results, fault::failed, &process_result::status) != 0)
        return fail(ctl, group + ": has problems; not removing");
    ctl.call("removeProcessGroup", {group});
    ctl.output(group + ": removed process group");
}

void replace_group(controller& ctl, const std::string& group) {
    ctl.call("stopProcessGroup", {group});
    ctl.output(group + ": stopped");
    ctl.call("removeProcessGroup", {group});
    ctl.call("addProcessGroup", {group});
    ctl.output(group + ": updated process group");
}

void add_group(controller& ctl, const std::string& group) {
    ctl.call("addProcessGroup", {group});
    ctl.output(group + ": added process group");
}

} // namespace

void avail(controller& ctl, std::string_view arguments) {
    const bool as_json = arguments == "--json";
    if (!as_json && !has_no_arguments(ctl, "avail", arguments)) return;
    if (as_json) ctl.set_errors_apart();
    try {
        const auto answer = ctl.call("getAllConfigInfo");
        if (as_json) return ctl.terminal().write(json_lines(answer.as_array()));
        for (const auto& info : answer.as_array())
            ctl.output(config_line(info));
    } catch (const medusa::xmlrpc_fault& error) {
        if (error.code() != static_cast<int>(fault::shutdown_state)) throw;
        fail(ctl, "ERROR: supervisor shutting down");
    }
}

void reread(controller& ctl, std::string_view arguments) {
    if (!has_no_arguments(ctl, "reread", arguments)) return;
    try {
        show(ctl, reload_config(ctl));
    } catch (const medusa::xmlrpc_fault& error) {
        const auto code = static_cast<fault>(error.code());
        if (code == fault::shutdown_state)
            fail(ctl, "ERROR: supervisor shutting down");
        else if (code == fault::cant_reread)
            fail(ctl, format("ERROR: {}", error.text()));
        else
            throw;
    }
}

void update(controller& ctl, std::string_view arguments) {
    changes found;
    try {
        found = reload_config(ctl);
    } catch (const medusa::xmlrpc_fault& error) {
        if (error.code() != static_cast<int>(fault::shutdown_state)) throw;
        return fail(ctl, "ERROR: already shutting down");
    }
    auto asked = text::words(arguments);
    if (contains(asked, "all")) asked.clear();
    if (!asked.empty()) check_groups(ctl, found, asked);
    const auto for_each_asked = [&](const names& groups, auto act) {
        for (const auto& group : groups)
            if (asked.empty() || contains(asked, group)) act(ctl, group);
    };
    for_each_asked(found.removed, remove_group);
    for_each_asked(found.changed, replace_group);
    for_each_asked(found.added, add_group);
}

void add(controller& ctl, std::string_view arguments) {
    for (const auto name : text::words(arguments)) {
        try {
            add_group(ctl, std::string(name));
        } catch (const medusa::xmlrpc_fault& error) {
            const auto code = static_cast<fault>(error.code());
            if (code == fault::shutdown_state)
                fail(ctl, "ERROR: shutting down");
            else if (code == fault::already_added)
                ctl.output("ERROR: process group already active");
            else if (code == fault::bad_name)
                fail(ctl, format("ERROR: no such process/group: {}", name));
            else
                throw;
        }
    }
}

void remove(controller& ctl, std::string_view arguments) {
    for (const auto name : text::words(arguments)) {
        try {
            ctl.call("removeProcessGroup", {name});
            ctl.output(format("{}: removed process group", name));
        } catch (const medusa::xmlrpc_fault& error) {
            const auto code = static_cast<fault>(error.code());
            if (code == fault::still_running)
                fail(ctl, format("ERROR: process/group still running: {}", name));
            else if (code == fault::bad_name)
                fail(ctl, format("ERROR: no such process/group: {}", name));
            else
                throw;
        }
    }
}

} // namespace supervisor::ctl::commands
