#pragma once

#include "medusa/log_file.hpp"

namespace supervisor {

/// Supervisor's logs are files of the same kind as an access log.
using medusa::log_file;
using medusa::rotation;

} // namespace supervisor
