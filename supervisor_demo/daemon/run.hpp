#pragma once

#include <string>
#include <vector>

namespace supervisor {

/// supervisord, from its command line to its exit status: reads the configuration, takes its
/// sockets, goes to the background, supervises; a reload does it all again under the same pid.
///
/// 0 after a shutdown, 2 for whatever keeps it from starting, which is said on stderr (and in the
/// log, once there is one).
int run(const std::string& progname, const std::vector<std::string>& arguments);

} // namespace supervisor
