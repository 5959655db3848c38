#pragma once

#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/config/findings.hpp"
#include "supervisor_demo/config/ini_file.hpp"
#include "supervisor_demo/config/name_scope.hpp"

#include <optional>
#include <string>
#include <vector>

namespace supervisor {

/// What the readers of the sections share while one configuration is read.
struct loading {
    std::string configfile; // as it was given
    std::string here;       // its folder, absolute
    std::string host_node_name;
    std::optional<std::string> home; // $HOME
    std::string childlogdir;         // where [supervisord] does not say
    name_scope names;                // ENV_*; and, once read, what [supervisord] environment sets
    ini_file ini;
    findings found;
    std::vector<parse_message> messages;
};

} // namespace supervisor
