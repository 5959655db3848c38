#include "supervisor_demo/process/process_state.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace supervisor;

TEST_CASE("of the 64 moves between states fifteen are legal") {
    // A row is where a process stands, a column where it would go: S start, R run, B back off ...
    const std::string legal[] = {
        //              to: STOPPED STARTING RUNNING BACKOFF STOPPING EXITED FATAL UNKNOWN
        /* STOPPED  */ "-x------",
        /* STARTING */ "--xxx--x",
        /* RUNNING  */ "----xx-x",
        /* BACKOFF  */ "xx----x-",
        /* STOPPING */ "x------x",
        /* EXITED   */ "-x------",
        /* FATAL    */ "-x------",
        /* UNKNOWN  */ "--------",
    };
    for (std::size_t from = 0; from < 8; ++from) {
        for (std::size_t to = 0; to < 8; ++to) {
            CAPTURE(state_name(process_states[from]), state_name(process_states[to]));
            CHECK(is_legal({process_states[from], process_states[to]}) == (legal[from][to] == 'x'));
        }
    }
}

TEST_CASE("states have the names and numbers of the API") {
    std::string all;
    for (const auto state : process_states)
        all +=
            std::string(state_name(state)) + " " + std::to_string(static_cast<int>(state)) + ", ";
    CHECK(all == "STOPPED 0, STARTING 10, RUNNING 20, BACKOFF 30, STOPPING 40, EXITED 100, "
                 "FATAL 200, UNKNOWN 1000, ");
}

TEST_CASE("states fall into the classes of the API") {
    std::string classes;
    for (const auto state : process_states) {
        if (is_stopped(state)) classes += 's';
        if (is_running(state)) classes += 'r';
        if (is_signallable(state)) classes += 'k';
        classes += ' ';
    }
    CHECK(classes == "s rk rk r k s s s ");
}
