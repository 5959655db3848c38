#include "supervisor_demo/events/event_bus.hpp"

namespace supervisor {

void event_bus::subscribe(event_subscriber& who, event_type_set types) {
    subscriptions_.push_back({&who, types});
    subscriptions_changed();
}

void event_bus::unsubscribe(const event_subscriber& who) {
    std::erase_if(subscriptions_, [&](const subscription& one) { return one.who == &who; });
    subscriptions_changed();
}

void event_bus::subscriptions_changed() {
    wanted_ = {};
    for (const subscription& one : subscriptions_)
        wanted_.add(one.types);
    if (wanted_changed_) wanted_changed_();
}

void event_bus::deliver(event_type type, std::string payload) {
    const auto happened =
        std::make_shared<const event>(event{type, next_serial_++, std::move(payload)});
    for (const subscription& one : subscriptions_)
        if (one.types.contains(type)) one.who->accept(happened);
}

} // namespace supervisor
