#pragma once

#include "supervisor_demo/config/loading.hpp"

#include <string>
#include <vector>

namespace supervisor {

/// Reads every [rpcinterface:x] and gives the names x. Only Supervisor's own interface can be had;
/// another factory is code in Python, and an error here.
std::vector<std::string> read_rpcinterface_sections(loading& shared);

} // namespace supervisor
