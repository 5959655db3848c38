#include "supervisor_demo/events/event_bus.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace supervisor;

namespace {

struct recorder : event_subscriber {
    std::string got; // "TICK_5#0:when "
    void accept(const std::shared_ptr<const event>& happened) override {
        got.append(name_of(happened->type)).append("#" + std::to_string(happened->serial));
        got.append(":" + happened->payload + " ");
    }
};

event_type_set of(std::initializer_list<event_type> types) {
    event_type_set set;
    for (const event_type one : types)
        set.add(one);
    return set;
}

} // namespace

TEST_CASE("an event goes to those who subscribed to its type or a parent of it") {
    event_bus bus;
    recorder ticks;
    recorder all;
    recorder groups;
    bus.subscribe(ticks, of({event_type::tick}));
    bus.subscribe(all, of({event_type::event}));
    bus.subscribe(groups, of({event_type::process_group_added}));
    bus.publish(event_type::tick_5, [] { return "a"; });
    bus.publish(event_type::process_group_removed, [] { return "b"; });
    bus.publish(event_type::process_group_added, [] { return "c"; });
    CHECK(ticks.got == "TICK_5#0:a ");
    CHECK(all.got == "TICK_5#0:a PROCESS_GROUP_REMOVED#1:b PROCESS_GROUP_ADDED#2:c ");
    CHECK(groups.got == "PROCESS_GROUP_ADDED#2:c ");
}

TEST_CASE("who names a type and its parent is told once") {
    event_bus bus;
    recorder both;
    bus.subscribe(both, of({event_type::tick, event_type::tick_5}));
    bus.publish(event_type::tick_5);
    CHECK(both.got == "TICK_5#0: ");
}

TEST_CASE("an event nobody subscribed to is not made and has no serial") {
    event_bus bus;
    recorder ticks;
    bus.subscribe(ticks, of({event_type::tick}));
    bool made = false;
    bus.publish(event_type::process_log_stdout, [&] {
        made = true;
        return "x";
    });
    CHECK_FALSE(made);
    CHECK(bus.next_serial() == 0);
    bus.unsubscribe(ticks);
    CHECK_FALSE(bus.wants(event_type::tick_5));
    bus.publish(event_type::tick_5);
    CHECK(bus.next_serial() == 0);
    CHECK(ticks.got.empty());
}

TEST_CASE("serials go on where they are told to") {
    event_bus bus;
    recorder all;
    bus.subscribe(all, of({event_type::event}));
    bus.set_next_serial(41);
    bus.publish(event_type::tick_5);
    CHECK(all.got == "TICK_5#41: ");
    CHECK(bus.next_serial() == 42);
}

TEST_CASE("the bus tells when what it wants may have changed") {
    event_bus bus;
    recorder ticks;
    std::string wants;
    bus.on_wanted_changed([&] { wants += bus.wants(event_type::tick_60) ? "yes " : "no "; });
    bus.subscribe(ticks, of({event_type::tick}));
    bus.unsubscribe(ticks);
    CHECK(wants == "yes no ");
}
