#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/process/state_changes.hpp"
#include "supervisor_demo/process/supervision.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>

using namespace supervisor;

namespace {

process_config quiet() {
    process_config config;
    config.stdout_stream.logfile.type = logfile_name::kind::none;
    config.stderr_stream.logfile.type = logfile_name::kind::none;
    return config;
}

struct published {
    asyncore::socket_map map;
    logger log;
    supervision shared{map, log};
    process_config config = quiet();
    process who{config, "g", shared};
    state_changes changes;
    std::string told;

    state_changes::subscription tell(const std::string& name) {
        return changes.subscribe([this, name](const state_change&) { told += name; });
    }
    void publish() { changes.publish({who, process_state::stopped, process_state::starting}); }
};

} // namespace

TEST_CASE("everyone who subscribed is told in order until he lets go") {
    published on;
    auto a = on.tell("a");
    auto b = on.tell("b");
    on.publish();
    a = {};
    on.publish();
    CHECK(on.told == "abb");
}

TEST_CASE("a subscriber may let go of itself and of others while it is told") {
    published on;
    std::optional<state_changes::subscription> a;
    state_changes::subscription b;
    a = on.changes.subscribe([&](const state_change&) {
        a.reset();
        b = {};
        on.told += "a";
    });
    b = on.tell("b");
    const auto c = on.tell("c");
    on.publish();
    on.publish();
    CHECK(on.told == "acc");
}

TEST_CASE("a subscriber added while others are told hears the next change") {
    published on;
    std::optional<state_changes::subscription> later;
    const auto a = on.changes.subscribe([&](const state_change&) {
        on.told += "a";
        if (!later) later = on.tell("b");
    });
    on.publish();
    CHECK(on.told == "a");
    on.publish();
    CHECK(on.told == "aab");
}

TEST_CASE("a subscription may outlive what it subscribed to") {
    state_changes::subscription left;
    {
        state_changes changes;
        left = changes.subscribe([](const state_change&) {});
    }
    left = {};
    SUCCEED();
}
