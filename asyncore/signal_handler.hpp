#pragma once

#include "asyncore/socket_map.hpp"

#include <functional>
#include <initializer_list>
#include <memory>

namespace asyncore {

/// Signals as calls from the loop: as long as it lives, each of `signals` that arrives calls
/// `function(signum)` in an ordinary turn, where everything is allowed.
///
/// Deliveries of one signal that arrive before the loop turns may be one call (SIGCHLD: wait until
/// there is no more to wait for). Destroying it restores the default action. A child made by fork()
/// must reset these signals before it unblocks them. What the function throws is logged; exit_now
/// leaves the loop. It does not keep the loop turning, and must not outlive the map. The
/// constructor throws std::system_error for a signal that cannot be handled.
class signal_handler {
public:
    signal_handler(std::initializer_list<int> signals, std::function<void(int)> function,
                   socket_map& map = default_socket_map());
    ~signal_handler();
    signal_handler(const signal_handler&) = delete;
    signal_handler& operator=(const signal_handler&) = delete;

private:
    struct watch;
    std::shared_ptr<watch> watch_;
};

} // namespace asyncore
