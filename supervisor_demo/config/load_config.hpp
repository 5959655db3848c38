#pragma once

#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/config/config_error.hpp"
#include "supervisor_demo/config/options.hpp"

#include <map>
#include <string>

namespace supervisor {

/// Reads the file that the options name and those it includes, with what the command line says laid
/// over it. Called again for each reread and reload; nothing is kept from one call to the next.
///
/// Reads files, the working directory, the host's name and the user database; changes nothing.
/// Throws config_error, with every error that was found.
config load_config(const options& command_line,
                   const std::map<std::string, std::string>& process_environment);

} // namespace supervisor
