#include "supervisor_demo/events/event_buffer.hpp"

#include <utility>

namespace supervisor {

std::optional<pooled_event> event_buffer::make_room() {
    if (!full()) return {};
    return take();
}

std::optional<pooled_event> event_buffer::add(std::shared_ptr<const event> what) {
    auto discarded = make_room();
    waiting_.push_back({std::move(what), next_serial_++});
    return discarded;
}

std::optional<pooled_event> event_buffer::put_back(pooled_event again) {
    auto discarded = make_room();
    waiting_.push_front(std::move(again));
    return discarded;
}

pooled_event event_buffer::take() {
    pooled_event oldest = std::move(waiting_.front());
    waiting_.pop_front();
    return oldest;
}

} // namespace supervisor
