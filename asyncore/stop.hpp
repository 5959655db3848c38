#pragma once

#include "asyncore/socket_map.hpp"
#include "asyncore/timer.hpp"

namespace asyncore {

/// Ends a map's work without cutting anyone off: listening dispatchers are closed at once; in the
/// loop's next turn every other channel is told with handle_stop(), which closes it, now or when it
/// has finished; loop() returns when the last one has gone. Whatever is left after `grace` is
/// closed with close_all().
///
/// It may be called from any hook, timer or signal_handler, and before loop(). What a hook pushes
/// after it has called stop() still belongs to what is sent. A channel that comes into the map
/// later, as one that was accepted just then, is told in its first turn, or is closed if the grace
/// is over.
///
/// Called again before the map is empty, it tells no one twice but counts a new grace from now: a
/// second signal may cut a long one short with stop(0s). Once the map is empty it may be filled
/// and used again. Of an empty map there is nothing to stop, and the call does nothing.
///
///     asyncore::signal_handler quit({SIGTERM, SIGINT}, [](int) { asyncore::stop(30s); });
///     asyncore::loop();
void stop(duration grace, socket_map& map = default_socket_map());

} // namespace asyncore
