#include "asyncore/loop.hpp"

#include "asyncore/reactor.hpp"

namespace asyncore {

bool poll(std::optional<duration> timeout, socket_map& map) {
    return map.wait().turn(timeout);
}

void loop(std::optional<duration> timeout, socket_map& map, std::optional<unsigned> count) {
    if (!count) {
        while (!map.empty())
            poll({}, map);
    } else {
        for (unsigned turns = *count; turns > 0 && !map.empty(); --turns)
            poll(timeout, map);
    }
    map.wait().settle(); // a stop() before an empty map's loop() is over, too
}

void close_all(socket_map& map) {
    map.close_all();
}

} // namespace asyncore
