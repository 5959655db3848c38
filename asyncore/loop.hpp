#pragma once

#include "asyncore/socket_map.hpp"
#include "asyncore/timer.hpp"

#include <optional>

namespace asyncore {

/// One turn: sleeps until something is ready, a timer is due or a signal came, at most `timeout`,
/// and handles everything that is. Without a timeout it sleeps as long as it takes; with zero it
/// does not. Returns whether anything was handled.
///
/// One turn in six steps: ask for the descriptors that are ready; for each, find its dispatcher in
/// the map; let it read, write, or notice that the peer went; ask it what it waits for now, and
/// tell the kernel if that changed; call the timers that are due and the signals that came; when
/// nothing is left, sleep.
///
/// Cost: an event pays its share of one epoll_wait for up to 128 of them, a look into a table and a
/// virtual call, however many channels there are. The kernel is told something only when what a
/// channel waits for has changed; waiting for each event through Asio would be an epoll_ctl each
/// time. The price is that under load timers and signals wait for up to eight batches.
bool poll(std::optional<duration> timeout = {}, socket_map& map = default_socket_map());

/// The same. Python has two, over select() and over poll(), for what was fast where; here there is
/// one, over epoll, which is faster than either wherever this library runs.
inline bool poll2(std::optional<duration> timeout = {}, socket_map& map = default_socket_map()) {
    return poll(timeout, map);
}

/// The same: Python's older name for it.
inline bool poll3(std::optional<duration> timeout = {}, socket_map& map = default_socket_map()) {
    return poll(timeout, map);
}

/// Turns until the map is empty, or `count` times. Timers and signals do not keep it turning.
/// Unlike Python's there is no tick: without `count`, the loop sleeps until something happens, and
/// `timeout` only bounds one turn where turns are counted.
/// Throws what a hook threw as exit_now, what handle_error() itself throws, and nothing else of a
/// hook's. It may be entered again afterwards: nothing is lost.
void loop(std::optional<duration> timeout = {}, socket_map& map = default_socket_map(),
          std::optional<unsigned> count = {});

/// The same, with Python's arguments in Python's order: whether to use_poll makes no difference.
inline void loop(std::optional<duration> timeout, [[maybe_unused]] bool use_poll,
                 socket_map& map = default_socket_map(), std::optional<unsigned> count = {}) {
    loop(timeout, map, count);
}

/// Closes every channel of the map; it is empty afterwards, whatever they throw. The first
/// exception of those is thrown when all are closed, unless `ignore_all` (or it says EBADF).
/// Python's stops there and leaves the others open. exit_now is thrown in either case.
void close_all(socket_map& map = default_socket_map(), bool ignore_all = false);

} // namespace asyncore
