#pragma once

#include <string>
#include <string_view>

namespace supervisor {

class logger;

/// The files that `stdout_logfile=AUTO` makes:
/// childlogdir/PROCESS-stdout---IDENTIFIER-xxxxxxxx.log. They belong to one run of the daemon; the
/// next one removes them unless told `nocleanup`.

/// Makes an empty one, readable by its owner alone, and returns its path. Throws std::system_error.
std::string make_automatic_log(const std::string& childlogdir, std::string_view process,
                               std::string_view channel, std::string_view identifier);

/// Removes those that daemons of the same identifier left behind. What cannot be is logged.
void remove_automatic_logs(const std::string& childlogdir, std::string_view identifier,
                           logger& log);

/// Whether a file of that name is one, or a backup of one.
bool is_automatic_log(std::string_view name, std::string_view identifier);

} // namespace supervisor
