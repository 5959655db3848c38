#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

struct process_config;

/// What a program finds in its environment, as NAME=VALUE: the daemon's own, then
/// SUPERVISOR_ENABLED, SUPERVISOR_SERVER_URL (its own, else `server_url`; none when both are
/// empty), SUPERVISOR_PROCESS_NAME and SUPERVISOR_GROUP_NAME, then what its section sets. Later
/// ones win.
std::vector<std::string> child_environment(const process_config& config, std::string_view group,
                                           const std::string& server_url);

} // namespace supervisor
