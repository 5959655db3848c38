#pragma once

#include "supervisor_demo/events/event.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace supervisor {

/// Who is told of events.
class event_subscriber {
public:
    virtual ~event_subscriber() = default;
    /// Called while the event is being published, so to keep it is all that should be done: neither
    /// publish nor (un)subscribe from here. It must not throw.
    virtual void accept(const std::shared_ptr<const event>& happened) = 0;
};

/// Where events are published, by whoever has one and without asking who listens.
///
/// An event that nobody subscribed to is not made: no payload is built and no serial used up.
class event_bus {
public:
    event_bus() = default;
    event_bus(const event_bus&) = delete;
    event_bus& operator=(const event_bus&) = delete;

    /// One subscriber gets an event once, whatever number of its types the event is a kind of.
    /// REQUIRES: the subscriber is unsubscribed before it ends.
    void subscribe(event_subscriber& who, event_type_set types);
    /// Does nothing for one who is not subscribed.
    void unsubscribe(const event_subscriber& who);

    /// Whether anyone would be told.
    bool wants(event_type type) const noexcept { return wanted_.contains(type); }

    /// Tells all who subscribed to the type, in the order they did. `make_payload()` is called once
    /// if there are any, else never.
    template <class MakePayload>
    void publish(event_type type, MakePayload&& make_payload) {
        if (wants(type)) deliver(type, std::forward<MakePayload>(make_payload)());
    }
    /// An event without payload.
    void publish(event_type type) {
        if (wants(type)) deliver(type, {});
    }

    /// The serial of the next event. Set to go on where an earlier bus ended.
    std::uint64_t next_serial() const noexcept { return next_serial_; }
    void set_next_serial(std::uint64_t serial) noexcept { next_serial_ = serial; }

    /// `told` is called when wants() may have changed: for a source that costs something to keep.
    void on_wanted_changed(std::function<void()> told) { wanted_changed_ = std::move(told); }

private:
    struct subscription {
        event_subscriber* who;
        event_type_set types;
    };

    void deliver(event_type type, std::string payload);
    void subscriptions_changed();

    std::vector<subscription> subscriptions_;
    event_type_set wanted_;
    std::uint64_t next_serial_ = 0;
    std::function<void()> wanted_changed_;
};

} // namespace supervisor
