#pragma once

#include "supervisor_demo/config/loading.hpp"

#include <string>
#include <vector>

namespace supervisor {

/// Reads a [program:x], or the same keys of another section that runs programs, into its processes:
/// one for each process_num, sorted by name. Environments do not hold [supervisord]'s yet.
std::vector<process_config> read_program_section(loading& shared, const ini_file::section& found,
                                                 const std::string& group_name);

} // namespace supervisor
