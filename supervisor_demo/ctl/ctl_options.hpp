#pragma once

#include "supervisor_demo/config/ctl_config.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace supervisor::ctl {

/// supervisorctl's command line, and the file it leads to.
struct ctl_options {
    ctl_config config; // what the command line says wins over the file
    bool interactive = false;
    std::vector<std::string> action; // empty: the shell

    /// For -h: what to print on stdout, to exit with 0 then. The rest is not filled in.
    std::optional<std::string> answer;
};

/// Reads the command line without the program's name, and the file; without -c and without a file
/// at the default places the defaults hold. Who asks is told by -u and -p, else by the URL of -s,
/// else by the file, whose username and password win over its own URL.
///
/// Throws config_error, whose report() is what to print.
ctl_options parse_ctl_options(const std::vector<std::string>& arguments,
                              const std::string& progname,
                              const std::map<std::string, std::string>& process_environment);

/// Turns to the supervisord at a URL. A name and a password in it are who asks from now on; they
/// are taken out of it, so that it can be shown. A name alone that asks already keeps its password.
void turn_to(ctl_config& config, std::string serverurl);

/// What `supervisorctl -h` prints.
std::string ctl_usage_text(const std::string& progname);

} // namespace supervisor::ctl
