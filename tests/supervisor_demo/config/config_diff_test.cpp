#include "supervisor_demo/config/config_diff.hpp"
#include "tests/supervisor_demo/config/config_folder.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;

namespace {

std::vector<group_config> groups(const std::string& text) {
    return config_folder("[supervisord]\n" + text).load().groups;
}

const std::string cat = "[program:cat]\ncommand=/bin/cat\n";
const std::string dog = "[program:dog]\ncommand=/bin/dog\n";

} // namespace

TEST_CASE("the same text is no change", "[config]") {
    CHECK(compare_groups(groups(cat + dog), groups(dog + cat)) == config_diff{});
}

TEST_CASE("groups come and go and change", "[config]") {
    const auto diff = compare_groups(groups(cat + dog), groups(cat + "startsecs=2\n[group:g]\n"));
    CHECK(diff == config_diff{{"g"}, {"cat"}, {"dog"}});
}

TEST_CASE("a log file that becomes a named one is a change", "[config]") {
    const auto named = groups(cat + "stdout_logfile=/tmp/cat.log\n");
    const config_diff changed{{}, {"cat"}, {}};
    CHECK(compare_groups(groups(cat), named) == changed);
    CHECK(compare_groups(named, groups(cat)) == changed);
}

TEST_CASE("of two groups of one name the first counts", "[config]") {
    const auto both = groups("[group:cat]\npriority=1\n" + cat);
    REQUIRE(both.size() == 2);
    CHECK(compare_groups({}, both).added == std::vector<std::string>{"cat"});
    CHECK(compare_groups({both.front()}, both) == config_diff{});
}
