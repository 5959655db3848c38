#include "supervisor_demo/ctl/tail_several.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/character_width.hpp"
#include "supervisor_demo/ctl/colour.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/globs.hpp"
#include "supervisor_demo/ctl/prefixed_lines.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <map>

namespace supervisor::ctl {

namespace {

std::vector<process_info> known_processes(controller& ctl) {
    try {
        return all_process_infos(ctl);
    } catch (const medusa::xmlrpc_fault&) {
        return {}; // what follows finds out why
    }
}

} // namespace

several_logs logs_named(controller& ctl, std::vector<std::string_view> words) {
    several_logs logs{{}, "stdout"};
    if (words.size() > 1) {
        const auto last = text::lower(words.back());
        if (last == "stdout" || last == "stderr") {
            logs.channel = last;
            words.pop_back();
        }
    }
    const auto is_plain = [](std::string_view name) {
        return !is_glob(name) && !split_namespec(name).whole_group();
    };
    if (words.empty() || (words.size() == 1 && is_plain(words.front()))) return {};
    const auto all = known_processes(ctl);
    for (const auto word : words) {
        const auto found = processes_named(word, all);
        if (found.empty()) return {};
        for (const auto& one : found)
            if (std::ranges::find(logs.names, one.namespec()) == logs.names.end())
                logs.names.push_back(one.namespec());
    }
    return logs;
}

std::string log_prefix(const controller& ctl, const std::string& name,
                       const std::vector<std::string>& names) {
    std::size_t widest = 0;
    for (const auto& one : names)
        widest = std::max(widest, text_width(one));
    const std::string padding(widest - text_width(name), ' ');
    return painted(ctl.terminal(), tone::quiet, name + padding + " |") + " ";
}

void follow_logs(controller& ctl, const several_logs& logs) {
    conversation about;
    std::map<std::string, prefixed_lines> lines; // by path
    for (const auto& name : logs.names) {
        about.paths.push_back(format("/logtail/{}/{}", name, logs.channel));
        lines.emplace(about.paths.back(), prefixed_lines(log_prefix(ctl, name, logs.names)));
    }
    about.on_data = [&](const std::string& path, std::string_view piece) {
        ctl.terminal().write(lines.at(path).add(piece));
    };
    about.on_error = [&](const std::string& path, const std::exception_ptr& why) {
        commands::tell_stream_error(ctl, path, why);
    };
    ctl.output("==> Press Ctrl-C to exit <==");
    const bool interrupted = ctl.supervisord().converse(about);
    for (auto& [path, one] : lines)
        ctl.terminal().write(one.rest());
    if (interrupted) ctl.output("");
}

} // namespace supervisor::ctl
