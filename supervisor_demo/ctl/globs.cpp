#include "supervisor_demo/ctl/globs.hpp"

#include "supervisor_demo/ctl/controller.hpp"

#include <algorithm>

#include <fnmatch.h>

namespace supervisor::ctl {
namespace {

bool has_glob(std::string_view text) noexcept {
    return text.find_first_of("*?[") != std::string_view::npos;
}

bool matches(std::string_view glob, const std::string& name) {
    return ::fnmatch(std::string(glob).c_str(), name.c_str(), 0) == 0;
}

// As the original takes it apart: a lone star, or nothing, is the whole group.
bool is_whole_group(std::string_view name) {
    const auto colon = name.find(':');
    return colon != name.npos && (name.substr(colon + 1) == "*" || colon + 1 == name.size());
}

bool contains(const std::vector<std::string>& list, const std::string& name) {
    return std::ranges::find(list, name) != list.end();
}

} // namespace

bool is_glob(std::string_view name) noexcept {
    return is_whole_group(name) ? has_glob(name.substr(0, name.find(':'))) : has_glob(name);
}

std::vector<const process_info*> matching(std::string_view glob,
                                          const std::vector<process_info>& all) {
    const auto colon = glob.find(':');
    auto name = glob.substr(colon == glob.npos ? 0 : colon + 1);
    if (name.empty()) name = "*";
    std::vector<const process_info*> found;
    for (const auto& one : all) {
        const bool is_one = colon == glob.npos ? matches(name, one.namespec())
                                               : matches(glob.substr(0, colon), one.group) &&
                                                     matches(name, one.name);
        if (is_one) found.push_back(&one);
    }
    return found;
}

std::vector<process_info> processes_named(std::string_view name,
                                          const std::vector<process_info>& all) {
    const auto names = split_namespec(name);
    std::vector<process_info> found;
    for (const auto& one : all)
        if (one.is_named(names)) found.push_back(one);
    if (found.empty() && is_glob(name))
        for (const auto* one : matching(name, all))
            found.push_back(*one);
    return found;
}

std::vector<std::string> expand_globs(controller& ctl, const std::vector<std::string_view>& names,
                                      bool whole_groups) {
    const auto is_to_replace = [&](std::string_view name) {
        return is_glob(name) || (whole_groups && is_whole_group(name));
    };
    if (std::ranges::none_of(names, is_to_replace)) return {names.begin(), names.end()};
    const auto all = all_process_infos(ctl);
    std::vector<std::string> expanded;
    for (const auto name : names) {
        const auto exact = [&](const process_info& one) { return one.namespec() == name; };
        std::vector<const process_info*> found;
        if (is_to_replace(name) && std::ranges::none_of(all, exact)) found = matching(name, all);
        if (found.empty()) expanded.emplace_back(name);
        for (const auto* one : found)
            if (!contains(expanded, one->namespec())) expanded.push_back(one->namespec());
    }
    return expanded;
}

} // namespace supervisor::ctl
