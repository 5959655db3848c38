#pragma once

#include "supervisor_demo/config/loading.hpp"

#include <string>
#include <vector>

namespace supervisor {

/// Reads an [fcgi-program:x] into its processes, which all have its socket: first what it says of
/// the socket, then what every program section says, in Supervisor's order.
std::vector<process_config> read_fastcgi_section(loading& shared, const ini_file::section& found,
                                                 const std::string& group_name);

} // namespace supervisor
