#pragma once

#include "supervisor_demo/config/loading.hpp"

namespace supervisor {

/// Reads one file into `shared.ini` and reports what is wrong with its text. False when it cannot
/// be read.
bool read_ini_file(loading& shared, const std::string& file);

/// Reads the files that [include] names, in the order of its patterns and each pattern's matches in
/// the order of their bytes. An [include] in those files is not looked at.
void read_include_section(loading& shared);

} // namespace supervisor
