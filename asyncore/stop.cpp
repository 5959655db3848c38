#include "asyncore/stop.hpp"

#include "asyncore/dispatcher.hpp"
#include "asyncore/reactor.hpp"

namespace asyncore {

void dispatcher::handle_stop_event() {
    if (accepting_)
        close();
    else
        handle_stop();
}

void dispatcher::handle_stop() {
    close();
}

void stop(duration grace, socket_map& map) {
    if (map.empty()) return;
    stopping& state = map.wait().stop_state();
    state.grace = call_later(
        grace,
        [&map] {
            map.wait().stop_state().step = stopping::over;
            map.close_all();
        },
        map);
    if (state.step != stopping::no) return;
    state.step = stopping::soon;
    map.wait().call_soon([&map] {
        stopping& now = map.wait().stop_state();
        if (now.step != stopping::soon) return;
        now.step = stopping::told;
        map.stop_channels();
    });
    map.stop_listening();
}

} // namespace asyncore
