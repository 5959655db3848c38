#pragma once

#include "asyncore/loop.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

/// Turns the loop of `map` until `condition()` holds; fails by throwing when it does not within
/// `limit`. The wait ends with the event that makes the condition true, there is no tick.
template <class Condition>
void wait_until(Condition&& condition, std::chrono::milliseconds limit, const std::string& what,
                asyncore::socket_map& map = asyncore::default_socket_map()) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        const auto left = deadline - std::chrono::steady_clock::now();
        if (left <= left.zero()) throw std::runtime_error("waited in vain until " + what);
        asyncore::poll(left, map);
    }
}
