#pragma once

#include "supervisor_demo/config/ini_file.hpp"

#include <string>
#include <vector>

namespace supervisor {

/// A line for each key and each section that is written in a file and that nobody reads, in the
/// order of the files: where it is, and which was probably meant. Supervisor passes over them
/// without a word, and so does a start; --validate tells them. What stands in [DEFAULT] is for
/// whoever wants it, and never told.
std::vector<std::string> unknown_keys(const ini_file& ini);

} // namespace supervisor
