#pragma once

#include "supervisor_demo/config/loading.hpp"

#include <vector>

namespace supervisor {

/// Reads every [inet_http_server] and then every [unix_http_server]: the order in which they are
/// opened.
std::vector<server_config> read_server_sections(loading& shared);

} // namespace supervisor
