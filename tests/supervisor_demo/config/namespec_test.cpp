#include "supervisor_demo/config/namespec.hpp"

#include <catch2/catch.hpp>

using supervisor::make_namespec;
using supervisor::split_namespec;

TEST_CASE("a name from outside is a process or a whole group", "[config]") {
    CHECK(split_namespec("cat").group == "cat");
    CHECK(split_namespec("cat").process == "cat");
    CHECK(split_namespec("pair:a").group == "pair");
    CHECK(split_namespec("pair:a").process == "a");
    CHECK(split_namespec("pair:a:b").process == "a:b");
    CHECK(split_namespec("pair:*").whole_group());
    CHECK(split_namespec("pair:").whole_group());
    CHECK_FALSE(split_namespec("cat").whole_group());
    CHECK(make_namespec("cat", "cat") == "cat");
    CHECK(make_namespec("pair", "a") == "pair:a");
}
