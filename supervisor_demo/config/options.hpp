#pragma once

#include "supervisor_demo/config/config.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace supervisor {

/// supervisord's command line. What it says wins over the file, at every reading of the file.
struct options {
    std::string progname;
    std::string configfile; // as given with -c, or as found
    std::optional<bool> nodaemon;
    std::optional<bool> silent;
    std::optional<bool> nocleanup;
    std::optional<bool> strip_ansi;
    std::optional<std::string> user;
    std::optional<mode_t> umask;
    std::optional<std::string> directory;
    std::optional<std::string> logfile;
    std::optional<std::int64_t> logfile_maxbytes;
    std::optional<int> logfile_backups;
    std::optional<log_level> loglevel;
    std::optional<std::string> pidfile;
    std::optional<std::string> identifier;
    std::optional<std::string> childlogdir;
    std::optional<int> minfds;
    std::optional<int> minprocs;
    std::optional<std::string> profile_options; // accepted; there is no Python to profile

    bool validate = false;   // ours: say what is wrong with the configuration, and end
    bool build_info = false; // ours: say what was built, and end

    /// For -h and -v: what to print on stdout, to exit with 0 then. The rest is not filled in.
    std::optional<std::string> answer;

    /// What to print on stderr before going on.
    std::optional<std::string> warning;
};

/// Reads the command line without the program's name; `home` is the value of $HOME. Looks for a
/// file where -c does not name one.
///
/// Throws config_error, whose report() is what Supervisor prints.
options parse_options(const std::vector<std::string>& arguments, const std::string& progname,
                      const std::optional<std::string>& home);

/// What `supervisord -h` prints.
std::string usage_text(const std::string& progname);

} // namespace supervisor
