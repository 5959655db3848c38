#include "supervisor_demo/config/namespec.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>

namespace supervisor::ctl::commands {
namespace {

struct process_info {
    std::string group;
    std::string name;
    std::string statename;
    std::string description;

    std::string namespec() const { return make_namespec(group, name); }
    bool is_named(const ::supervisor::namespec& names) const {
        return group == names.group && (names.whole_group() || name == names.process);
    }
    // For good, that is: a process in BACKOFF is about to start.
    bool is_stopped() const {
        return statename == "STOPPED" || statename == "EXITED" || statename == "FATAL" ||
               statename == "UNKNOWN";
    }
};

std::vector<process_info> all_infos(controller& ctl) {
    std::vector<process_info> infos;
    const auto answer = ctl.call("getAllProcessInfo");
    for (const auto& one : answer.as_array())
        infos.push_back({one.at("group").as_string(), one.at("name").as_string(),
                         one.at("statename").as_string(), one.at("description").as_string()});
    return infos;
}

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
        ctl.output(padded(one.namespec(), widest + 3) + padded(one.statename, 10) +
                   one.description);
}

// Those of one name; says so if there are none.
std::vector<process_info> named(controller& ctl, const std::vector<process_info>& all,
                                std::string_view name) {
    const auto names = split_namespec(name);
    std::vector<process_info> matching;
    for (const auto& one : all)
        if (one.is_named(names)) matching.push_back(one);
    if (matching.empty()) {
        ctl.output(!names.whole_group() ? format("{}: ERROR (no such process)", name)
                                        : format("{}: ERROR (no such group)", names.group));
        ctl.set_exitstatus(lsb_status::unknown);
    }
    return matching;
}

} // namespace

void status(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return ctl.set_exitstatus(lsb_status::unknown);
    const auto all = all_infos(ctl);
    const auto names = text::words(arguments);
    std::vector<process_info> shown;
    if (names.empty() || std::ranges::count(names, "all") != 0)
        shown = all;
    else
        for (const auto name : names)
            std::ranges::move(named(ctl, all, name), std::back_inserter(shown));
    show(ctl, shown);
    if (std::ranges::any_of(shown, &process_info::is_stopped))
        ctl.set_exitstatus(lsb_status::not_running);
}

void pid(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto names = text::words(arguments);
    if (names.empty()) return ctl.output(std::to_string(ctl.call("getPID").as_int()));
    if (std::ranges::count(names, "all") != 0) {
        const auto answer = ctl.call("getAllProcessInfo");
        for (const auto& one : answer.as_array())
            ctl.output(std::to_string(one.at("pid").as_int()));
        return;
    }
    for (const auto name : names) {
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
