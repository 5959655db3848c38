#pragma once

#include "supervisor_demo/config/loading.hpp"

#include <vector>

namespace supervisor {

/// Reads every [group:x], [program:x], [fcgi-program:x] and [eventlistener:x], sorted by priority
/// and then name. Two groups may come out under one name, a [group:x] and a [program:x] that is no
/// member of it; the first of them counts.
std::vector<group_config> read_group_sections(loading& shared);

} // namespace supervisor
