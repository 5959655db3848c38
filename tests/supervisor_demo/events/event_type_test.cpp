#include "supervisor_demo/events/event_type.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace supervisor;

namespace {

// The types a subscription to `asked` brings, in the order of the table.
std::string brought_by(std::string_view asked) {
    event_type_set set;
    set.add(find_event_type(asked).value());
    std::string names;
    for (const event_type_row& row : event_types)
        if (set.contains(row.type)) names.append(row.name).append(" ");
    return names;
}

} // namespace

TEST_CASE("every type is found by its name and no other name is") {
    for (const event_type_row& row : event_types) {
        CHECK(find_event_type(row.name) == row.type);
        CHECK(name_of(row.type) == row.name);
    }
    for (const char* name : {"", "TICK_6", "tick_5", "EVENT ", "PROCESS_STATE_"})
        CHECK_FALSE(find_event_type(name));
}

TEST_CASE("a parent brings itself and all its children and nothing else") {
    CHECK(brought_by("TICK") == "TICK TICK_5 TICK_60 TICK_3600 ");
    CHECK(brought_by("TICK_60") == "TICK_60 ");
    CHECK(brought_by("PROCESS_LOG") == "PROCESS_LOG PROCESS_LOG_STDOUT PROCESS_LOG_STDERR ");
    CHECK(brought_by("PROCESS_GROUP") ==
          "PROCESS_GROUP PROCESS_GROUP_ADDED PROCESS_GROUP_REMOVED ");
    CHECK(brought_by("SUPERVISOR_STATE_CHANGE") ==
          "SUPERVISOR_STATE_CHANGE SUPERVISOR_STATE_CHANGE_RUNNING "
          "SUPERVISOR_STATE_CHANGE_STOPPING ");
    CHECK(brought_by("REMOTE_COMMUNICATION") == "REMOTE_COMMUNICATION ");
    CHECK(brought_by("PROCESS_COMMUNICATION") ==
          "PROCESS_COMMUNICATION PROCESS_COMMUNICATION_STDOUT PROCESS_COMMUNICATION_STDERR ");
    CHECK(brought_by("PROCESS_STATE") ==
          "PROCESS_STATE PROCESS_STATE_STOPPED PROCESS_STATE_EXITED PROCESS_STATE_STARTING "
          "PROCESS_STATE_STOPPING PROCESS_STATE_BACKOFF PROCESS_STATE_FATAL "
          "PROCESS_STATE_RUNNING PROCESS_STATE_UNKNOWN ");
}

TEST_CASE("EVENT brings every type") {
    event_type_set all;
    all.add(event_type::event);
    for (const event_type_row& row : event_types)
        CHECK(all.contains(row.type));
}
