#pragma once

#include <string>

namespace supervisor {

/// The reference of every key, written from key_table.hpp: as docs/configuration.md, which a test
/// compares with it,
std::string reference_in_markdown();

/// and as the manual page supervisord.conf(5), which the build makes.
std::string reference_in_roff();

} // namespace supervisor
