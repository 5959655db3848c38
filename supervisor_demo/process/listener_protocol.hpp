#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace supervisor {

/// Where a listener stands. Supervisor's numbers.
///
///     ACKNOWLEDGED  has answered, or just started; has not said that it is ready
///     READY         waits for an event
///     BUSY          was sent one and has not answered
///     UNKNOWN       broke the protocol; gets no event until it is started again
enum class listener_state { ready = 10, busy = 20, acknowledged = 30, unknown = 40 };

/// "READY", "BUSY" ...
std::string_view state_name(listener_state state) noexcept;

/// What a listener can say, as far as it matters.
enum class listener_word { ready, ok, other_result, bad_result, noise };

/// What becomes of the event a listener has.
enum class event_fate { none, processed, rejected };

/// One row of the protocol: said in a state, it leads to another.
struct listener_move {
    listener_state from;
    listener_word said;
    listener_state to;
    event_fate fate;
};

/// All of the protocol; what is not here cannot be said. READY becomes BUSY when an event is sent.
inline constexpr listener_move listener_moves[] = {
    {listener_state::acknowledged, listener_word::ready, listener_state::ready, event_fate::none},
    {listener_state::acknowledged, listener_word::noise, listener_state::unknown, event_fate::none},
    {listener_state::ready, listener_word::noise, listener_state::unknown, event_fate::none},
    {listener_state::busy, listener_word::ok, listener_state::acknowledged, event_fate::processed},
    {listener_state::busy, listener_word::other_result, listener_state::acknowledged,
     event_fate::rejected},
    {listener_state::busy, listener_word::bad_result, listener_state::unknown,
     event_fate::rejected},
};

/// The dialogue with one listener, from its side: "READY\n", then "RESULT 2\nOK" for each event.
///
/// As with Supervisor, the word RESULT itself is not looked at, only that a number follows it.
/// Nothing grows with what a listener says: of a result only what decides on it is kept, and a
/// result line is bad when it has not ended within max_line.
/// Source: Supervisor's documentation, "Event Listener Notification Protocol".
class listener_protocol {
public:
    static constexpr std::size_t max_line = 4096;

    listener_state state() const noexcept { return state_; }

    /// An event was sent. REQUIRES: READY.
    void sent() noexcept { state_ = listener_state::busy; }

    /// Takes what a listener wrote, cut in any way. `told(move, line)` is called after each move;
    /// `line` is what a bad result said and lives as long as the call.
    using told = std::function<void(const listener_move&, std::string_view line)>;
    void feed(std::string_view data, const told& tell);

private:
    bool step(const told& tell);
    bool read_ready(const told& tell);
    bool read_result_line(const told& tell);
    bool read_result(const told& tell);
    void move(listener_word said, std::string_view line, const told& tell);

    listener_state state_ = listener_state::acknowledged;
    std::string unread_;
    bool in_result_ = false;
    std::int64_t missing_ = 0; // bytes of the result
    std::string result_;       // its first bytes
};

} // namespace supervisor
