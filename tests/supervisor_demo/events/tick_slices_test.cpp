#include "supervisor_demo/events/tick_slices.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace supervisor;

namespace {

event_type_set ticks(std::initializer_list<event_type> types = {event_type::tick}) {
    event_type_set set;
    for (const event_type one : types)
        set.add(one);
    return set;
}

std::string shown(const std::vector<due_tick>& due) {
    std::string all;
    for (const due_tick& one : due)
        all.append(name_of(one.type)).append("@" + std::to_string(one.when) + " ");
    return all;
}

constexpr std::time_t hour = 1'700'002'800;

} // namespace

TEST_CASE("a tick is due when its slice begins and the first slice is none") {
    tick_slices slices;
    CHECK(shown(slices.advance(hour + 1, ticks())) == "");
    CHECK(shown(slices.advance(hour + 4, ticks())) == "");
    CHECK(shown(slices.advance(hour + 5, ticks())) == "TICK_5@1700002805 ");
    CHECK(shown(slices.advance(hour + 5, ticks())) == "");
    CHECK(shown(slices.advance(hour + 60, ticks())) == "TICK_5@1700002860 TICK_60@1700002860 ");
    CHECK(shown(slices.advance(hour + 3600, ticks())) ==
          "TICK_5@1700006400 TICK_60@1700006400 TICK_3600@1700006400 ");
}

TEST_CASE("a clock that is set forward or backward makes one tick of the slice it shows") {
    tick_slices slices;
    slices.advance(hour, ticks());
    CHECK(shown(slices.advance(hour + 3 * 3600 + 7, ticks())) ==
          "TICK_5@1700013605 TICK_60@1700013600 TICK_3600@1700013600 ");
    CHECK(shown(slices.advance(hour + 2, ticks())) ==
          "TICK_5@1700002800 TICK_60@1700002800 TICK_3600@1700002800 ");
    CHECK(shown(slices.advance(hour + 2, ticks())) == "");
}

TEST_CASE("a period that is wanted later begins then") {
    tick_slices slices;
    slices.advance(hour, ticks({event_type::tick_5}));
    CHECK(shown(slices.advance(hour + 60, ticks({event_type::tick_5, event_type::tick_60}))) ==
          "TICK_5@1700002860 ");
    CHECK(shown(slices.advance(hour + 120, ticks({event_type::tick_60}))) == "TICK_60@1700002920 ");
    CHECK(shown(slices.advance(hour + 180, ticks({event_type::tick_5}))) == "");
}

TEST_CASE("the next wakeup is the next slice of what is wanted, and none when no tick is") {
    CHECK(tick_slices::next(hour, ticks()) == hour + 5);
    CHECK(tick_slices::next(hour + 4, ticks()) == hour + 5);
    CHECK(tick_slices::next(hour + 61, ticks({event_type::tick_60})) == hour + 120);
    CHECK(tick_slices::next(hour + 61, ticks({event_type::tick_3600})) == hour + 3600);
    CHECK_FALSE(tick_slices::next(hour, {}));
    CHECK_FALSE(tick_slices::next(hour, ticks({event_type::process_log})));
}
