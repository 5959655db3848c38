#pragma once

namespace asyncore {

class dispatcher;

/// The events of poll(2) in `flags`, handed to `channel` as the loop does it: POLLIN to
/// handle_read_event(), POLLOUT to handle_write_event(), POLLPRI to handle_expt_event(), and
/// POLLHUP, POLLERR or POLLNVAL to handle_close(), unless there is something left to read, which
/// will say what happened. All in the funnel (dispatcher.hpp); exit_now alone comes out.
///
/// For loops that ask the kernel themselves, and for tests; the channel need not be in a map.
/// Source: CPython's asyncore.readwrite.
void readwrite(dispatcher& channel, unsigned flags);

/// One event each. Unlike Python's they go through the same funnel as all events do, so that the
/// errors of a peer that is gone become handle_close() here, too.
/// Source: CPython's asyncore.read, write and _exception.
void read(dispatcher& channel);
void write(dispatcher& channel);
void _exception(dispatcher& channel);

} // namespace asyncore
