#pragma once

#include <optional>
#include <string>
#include <vector>

namespace supervisor {

/// Where supervisord and supervisorctl look for supervisord.conf without -c, in this order.
/// `progname` is argv[0]: an installation below its own folder is found first.
std::vector<std::string> default_config_paths(const std::string& progname);

/// The first of these files that exists.
std::optional<std::string> find_config_file(const std::string& progname);

} // namespace supervisor
