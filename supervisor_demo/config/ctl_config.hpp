#pragma once

#include <map>
#include <optional>
#include <string>

namespace supervisor {

/// [supervisorctl]: where a supervisorctl finds its supervisord. The defaults are for when there is
/// no file at all.
struct ctl_config {
    std::string serverurl = "http://localhost:9001"; // a path in unix://path is absolute
    std::string username;
    std::string password;
    std::string prompt = "supervisor";
    std::optional<std::string> history_file; // absolute
    bool operator==(const ctl_config&) const = default;
};

/// Reads [supervisorctl] from one file; [include] is not followed.
///
/// Throws config_error.
ctl_config load_ctl_config(const std::string& configfile,
                           const std::map<std::string, std::string>& process_environment);

} // namespace supervisor
