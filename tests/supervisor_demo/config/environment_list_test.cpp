#include "supervisor_demo/config/environment_list.hpp"
#include "supervisor_demo/config/value_error.hpp"

#include <catch2/catch.hpp>

using supervisor::parse_environment_list;
using pairs = std::map<std::string, std::string>;

TEST_CASE("an environment is a list of pairs", "[config]") {
    CHECK(parse_environment_list("").empty());
    CHECK(parse_environment_list("A=1,B=\"x,y\",C='z',") ==
          pairs{{"A", "1"}, {"B", "x,y"}, {"C", "z"}});
    CHECK(parse_environment_list("A=1,\n  B=2") == pairs{{"A", "1"}, {"B", "2"}});
    CHECK(parse_environment_list("A=1,A=2") == pairs{{"A", "2"}});
    CHECK(parse_environment_list("A=1 # comment\n,B=2") == pairs{{"A", "1"}, {"B", "2"}});
}

TEST_CASE("an environment is split as by the shlex of Python", "[config]") {
    CHECK(parse_environment_list("A=1;B=2") == pairs{{"A", "1"}, {"B", "2"}});
    CHECK(parse_environment_list("A=a b") == pairs{{"A", "a"}});
    CHECK(parse_environment_list("A=http://x/?q=1") == pairs{{"A", "http://x/"}, {"q", "1"}});
    CHECK(parse_environment_list("A=$HOME") == pairs{{"A", "$"}});
    CHECK(parse_environment_list("A=x'y'z") == pairs{{"A", "x'y'z"}});
}

TEST_CASE("an environment that is no list of pairs is refused", "[config]") {
    for (const std::string bad : {"A", "A=", "=1", "A=a@b", "A=[x]", "A=a=b"}) {
        CAPTURE(bad);
        CHECK_THROWS_WITH(parse_environment_list(bad),
                          "Unexpected end of key/value pairs in value '" + bad + "'");
    }
    CHECK_THROWS_WITH(parse_environment_list("A=\"x"), "No closing quotation");
}

TEST_CASE("an environment that is cut anywhere is read or refused", "[config]") {
    const std::string text = "A=\"x,y\",B='z' # c\n,C=d\xC3\xA9,";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        try {
            parse_environment_list(text.substr(0, size));
        } catch (const supervisor::value_error& error) {
            CHECK_FALSE(error.plain().empty());
        }
    }
}
