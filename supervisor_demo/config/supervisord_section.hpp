#pragma once

#include "supervisor_demo/config/loading.hpp"

namespace supervisor {

/// Reads [supervisord]. Its `environment` becomes names for all that is read after it. Paths are
/// left as they stand, because the command line may replace them.
supervisord_config read_supervisord_section(loading& shared);

} // namespace supervisor
