#include "asyncore/loop.hpp"

#include "asyncore/dispatcher.hpp"
#include "asyncore/errors.hpp"
#include "asyncore/reactor.hpp"

#include <exception>
#include <system_error>
#include <utility>

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

void close_all(socket_map& map, bool ignore_all) {
    std::exception_ptr first;
    std::exception_ptr leaving;
    auto all = map.channels();
    for (auto& channel : map.wait().looking_up())
        all.push_back(std::move(channel));
    for (const auto& channel : all) {
        try {
            channel->close();
        } catch (const exit_now&) {
            if (!leaving) leaving = std::current_exception();
        } catch (const std::system_error& error) {
            if (!first && error.code() != std::errc::bad_file_descriptor)
                first = std::current_exception();
        } catch (...) {
            if (!first) first = std::current_exception();
        }
        channel->del_channel();
    }
    if (leaving) std::rethrow_exception(leaving);
    if (first && !ignore_all) std::rethrow_exception(first);
}

} // namespace asyncore
