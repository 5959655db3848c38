#pragma once

#include "supervisor_demo/config/loading.hpp"

namespace supervisor {

/// Reads an [eventlistener:x]: the keys of a pool, then those of a program. `names` are those known
/// outside of the section.
///
/// Results are judged by Supervisor's own handler; a result_handler written in Python is refused.
group_config read_eventlistener_section(loading& shared, const ini_file::section& found,
                                        const name_scope& names);

} // namespace supervisor
