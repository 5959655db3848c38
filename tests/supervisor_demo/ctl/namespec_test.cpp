#include "supervisor_demo/ctl/namespec.hpp"

#include <catch2/catch.hpp>

using namespace supervisor::ctl;

TEST_CASE("a name on the command line is a process or a whole group", "[ctl]") {
    CHECK(split_namespec("cat").group == "cat");
    CHECK(split_namespec("cat").process == "cat");
    CHECK(split_namespec("pair:a").group == "pair");
    CHECK(split_namespec("pair:a").process == "a");
    CHECK(split_namespec("pair:a:b").process == "a:b");
    CHECK_FALSE(split_namespec("pair:*").process);
    CHECK_FALSE(split_namespec("pair:").process);
    CHECK(make_namespec("cat", "cat") == "cat");
    CHECK(make_namespec("pair", "a") == "pair:a");
}
