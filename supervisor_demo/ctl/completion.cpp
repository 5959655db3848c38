#include "supervisor_demo/ctl/completion.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/command_table.hpp"
#include "supervisor_demo/ctl/controller.hpp"
#include "supervisor_demo/ctl/process_info.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace supervisor::ctl {
namespace {

using words = std::vector<std::string>;

constexpr std::array<std::string_view, 11> signals{"ABRT", "ALRM", "CONT", "HUP",  "INT", "KILL",
                                                   "QUIT", "STOP", "TERM", "USR1", "USR2"};

void add(words& to, std::string name) {
    if (std::ranges::find(to, name) == to.end()) to.push_back(std::move(name));
}

words commands(controller&, std::string_view) {
    words found{"help"};
    for (const auto& one : command_table())
        if (one.listed) found.emplace_back(one.name);
    return found;
}

words groups(controller& ctl, std::string_view) {
    words found;
    for (const auto& one : all_process_infos(ctl))
        add(found, one.group);
    return found;
}

// Of the file as it was last read, so also those that are not active yet.
words configured_groups(controller& ctl, std::string_view) {
    words found;
    const auto answer = ctl.call("getAllConfigInfo");
    for (const auto& one : answer.as_array())
        add(found, one.at("group").as_string());
    return found;
}

words processes(controller& ctl, std::string_view typed) {
    words found;
    for (const auto& one : all_process_infos(ctl)) {
        if (one.group == one.name && typed.find(':') == typed.npos) {
            add(found, one.name);
        } else {
            add(found, one.group + ":" + one.name);
            add(found, one.group + ":*");
        }
    }
    return found;
}

// "all" once it is begun: as one of many it would only be in the way.
words with_all(words found, std::string_view typed) {
    if (!typed.empty()) add(found, "all");
    return found;
}

words processes_or_all(controller& ctl, std::string_view typed) {
    return with_all(processes(ctl, typed), typed);
}

words configured_groups_or_all(controller& ctl, std::string_view typed) {
    return with_all(configured_groups(ctl, typed), typed);
}

words signal_names(controller&, std::string_view) {
    return {signals.begin(), signals.end()};
}

// After the first name of tail: its channel, or with -f the next name.
words logs(controller& ctl, std::string_view typed) {
    auto found = processes(ctl, typed);
    found.insert(found.begin(), {"stdout", "stderr"});
    return found;
}

constexpr std::pair<std::string_view, std::string_view> flags[] = {{"avail", "--json"},
                                                                   {"maintail", "-f"},
                                                                   {"status", "--json"},
                                                                   {"status", "--watch"},
                                                                   {"tail", "-f"}};

words flags_of(std::string_view command) {
    words found;
    for (const auto& [name, flag] : flags)
        if (name == command) found.emplace_back(flag);
    return found;
}

// What the first word of a command is, and the words after it.
struct row {
    std::string_view command;
    words (*first)(controller& ctl, std::string_view typed);
    words (*rest)(controller& ctl, std::string_view typed);
};

constexpr row rows[] = {
    {"?", commands, nullptr},
    {"add", configured_groups, configured_groups},
    {"clear", processes_or_all, processes_or_all},
    {"fg", processes, nullptr},
    {"help", commands, nullptr},
    {"pid", processes_or_all, processes_or_all},
    {"remove", groups, groups},
    {"restart", processes_or_all, processes_or_all},
    {"signal", signal_names, processes_or_all},
    {"start", processes_or_all, processes_or_all},
    {"status", processes_or_all, processes_or_all},
    {"stop", processes_or_all, processes_or_all},
    {"tail", processes, logs},
    {"update", configured_groups_or_all, configured_groups_or_all},
};

words candidates(controller& ctl, const std::vector<std::string_view>& before,
                 std::string_view typed) {
    if (before.empty()) return commands(ctl, typed);
    if (typed.starts_with('-')) return flags_of(before.front());
    const auto* found = std::ranges::find(rows, before.front(), &row::command);
    if (found == std::end(rows)) return {};
    const auto arguments =
        std::count_if(before.begin() + 1, before.end(),
                      [](std::string_view word) { return !word.starts_with('-'); });
    const auto kind = arguments == 0 ? found->first : found->rest;
    return kind ? kind(ctl, typed) : words{};
}

} // namespace

std::vector<std::string> completions(controller& ctl, std::string_view line) {
    auto before = text::words(line);
    std::string_view typed;
    if (!before.empty() && text::trailing_space(line) == 0) {
        typed = before.back();
        before.pop_back();
    }
    try {
        auto found = candidates(ctl, before, typed);
        std::erase_if(found, [&](const std::string& one) { return !one.starts_with(typed); });
        return found;
    } catch (const std::exception&) {
        return {};
    }
}

} // namespace supervisor::ctl
