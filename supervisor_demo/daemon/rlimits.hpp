#pragma once

#include "supervisor_demo/config/config.hpp"

#include <string>
#include <vector>

namespace supervisor {

/// Raises RLIMIT_NOFILE to minfds and RLIMIT_NPROC to minprocs, where they are lower.
///
/// Returns what was raised, for the log. Throws config_error with Supervisor's sentence when the
/// hard limit forbids it.
std::vector<std::string> raise_limits(const config& whole);

} // namespace supervisor
