#pragma once

#include "supervisor_demo/config/config.hpp"

namespace supervisor {

class logger;

/// Goes to the background: a child in a session of its own goes on, in `directory`, with `umask`,
/// and with /dev/null for stdin, stdout and stderr; the parent exits with 0.
///
/// REQUIRES: no socket_map exists yet. An io_context does not survive a fork.
void daemonize(const supervisord_config& config, logger& log);

/// Makes sure that descriptors 0, 1 and 2 are open, so that nothing else gets their numbers.
void open_standard_streams();

} // namespace supervisor
