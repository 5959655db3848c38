#pragma once
// Internal: not included outside asynchat/.

#include "asynchat/async_chat.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace asynchat {

/// The idle timeout and the water marks of a channel that has any.
struct async_chat::ac_limits {
    asyncore::duration idle_timeout{0};
    std::chrono::steady_clock::time_point last_moved;
    asyncore::timer idle;

    std::size_t low = 0;
    std::size_t high = 0; // 0: no marks
    bool is_high = false; // the last crossing that was told
    bool telling = false; // its hook is on the stack

    /// How much output may be gathered before some is sent, where `most` holds without marks.
    std::size_t gathered(std::size_t most) const noexcept {
        return high == 0 ? most : std::min(most, high);
    }
    /// A producer is asked while less than this waits.
    std::size_t asked_below(std::size_t most) const noexcept {
        return high == 0 ? most : std::min(most, low + 1);
    }
};

} // namespace asynchat
