#include "supervisor_demo/config/config_diff.hpp"

#include <map>

namespace supervisor {
namespace {

// Of two groups of one name the first counts.
std::map<std::string, const group_config*> by_name(const std::vector<group_config>& groups) {
    std::map<std::string, const group_config*> index;
    for (const auto& group : groups)
        index.try_emplace(group.name, &group);
    return index;
}

} // namespace

config_diff compare_groups(const std::vector<group_config>& running,
                           const std::vector<group_config>& wanted) {
    config_diff diff;
    const auto old_groups = by_name(running);
    const auto new_groups = by_name(wanted);
    for (const auto& group : wanted) {
        if (new_groups.at(group.name) != &group) continue;
        const auto old = old_groups.find(group.name);
        if (old == old_groups.end())
            diff.added.push_back(group.name);
        else if (*old->second != group)
            diff.changed.push_back(group.name);
    }
    for (const auto& group : running)
        if (old_groups.at(group.name) == &group && !new_groups.contains(group.name))
            diff.removed.push_back(group.name);
    return diff;
}

} // namespace supervisor
