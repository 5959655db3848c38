#include "supervisor_demo/process/process_group.hpp"
#include "tests/supervisor_demo/process/supervised.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;
using namespace std::chrono_literals;

namespace {

group_config three(const supervised& it) {
    group_config config;
    config.name = "g";
    for (const auto& [name, priority] : {std::pair{"c", 3}, {"a", 1}, {"b", 3}}) {
        process_config one = it.config;
        one.name = name;
        one.priority = priority;
        config.processes.push_back(one);
    }
    return config;
}

std::string names(const std::vector<process*>& processes) {
    std::string all;
    for (const auto* one : processes)
        all += one->name();
    return all;
}

} // namespace

TEST_CASE("a group starts in configured order and is asked in order of priority") {
    supervised it;
    process_group group(three(it), it.shared);
    CHECK(names(group.by_priority()) == "acb");
    std::string started;
    const auto watching = it.shared.changes.subscribe([&](const state_change& change) {
        if (change.to == process_state::starting) started += change.who.name();
    });
    CHECK(group.all_stopped());
    CHECK(group.start_next());
    CHECK(started == "c");
    while (group.start_next()) {
    }
    CHECK(started == "cab");
    CHECK(names(group.unstopped()) == "cab");
    CHECK(group.find("b")->name() == "b");
    CHECK(group.find("x") == nullptr);
    std::string stopped;
    const auto watching_too = it.shared.changes.subscribe([&](const state_change& change) {
        if (change.to == process_state::stopping) stopped += change.who.name();
    });
    group.stop_all();
    CHECK(stopped == "bca");
    wait_until([&] { return group.all_stopped(); }, 5s, "all are stopped", it.map);
}

TEST_CASE("a group starts only what has autostart and was never started") {
    supervised it;
    auto config = three(it);
    config.processes[0].autostart = false;
    process_group group(config, it.shared);
    group.find("a")->spawn();
    group.find("a")->stop();
    CHECK(group.start_next());
    CHECK_FALSE(group.start_next());
    CHECK(group.find("b")->state() == process_state::starting);
    group.stop_all();
    wait_until([&] { return group.all_stopped(); }, 5s, "all are stopped", it.map);
}

TEST_CASE("stopping a group gives up what is in BACKOFF") {
    supervised it;
    it.config.command = "no-such-command";
    process_group group(three(it), it.shared);
    while (group.start_next()) {
    }
    group.stop_all();
    CHECK(group.find("a")->state() == process_state::fatal);
    CHECK(group.all_stopped());
}
