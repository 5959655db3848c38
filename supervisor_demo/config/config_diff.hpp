#pragma once

#include "supervisor_demo/config/config.hpp"

#include <string>
#include <vector>

namespace supervisor {

/// The names of the groups that differ between two configurations, each list in the order of the
/// configuration that has the group.
struct config_diff {
    std::vector<std::string> added;
    std::vector<std::string> changed;
    std::vector<std::string> removed;
    bool operator==(const config_diff&) const = default;
};

/// Compares what runs with what is to run. Groups are the same when all of their content is, where
/// a log file goes included. Supervisor, unlike this, overlooks a change from or to AUTO.
config_diff compare_groups(const std::vector<group_config>& running,
                           const std::vector<group_config>& wanted);

} // namespace supervisor
