#include "supervisor_demo/config/expansion.hpp"
#include "supervisor_demo/config/value_error.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;

namespace {

name_scope names() {
    name_scope scope;
    scope.set("program_name", "cat");
    scope.set("ENV_RATE", "50%(x)s");
    scope.set("process_num", 7);
    return scope;
}

std::string expanded(const std::string& format) {
    return expand(format, names(), "a.b");
}

std::string complaint(const std::string& format) {
    try {
        return "accepted: " + expanded(format);
    } catch (const value_error& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("names are replaced by their values", "[config]") {
    CHECK(expanded("plain") == "plain");
    CHECK(expanded("%(program_name)s-%(process_num)d") == "cat-7");
    CHECK(expanded("%(program_name)s_%(process_num)02d") == "cat_07");
    CHECK(expanded("100%%") == "100%");
}

TEST_CASE("what is put in is not expanded again", "[config]") {
    CHECK(expanded("%(ENV_RATE)s") == "50%(x)s");
}

TEST_CASE("numbers and text take the forms of Python", "[config]") {
    CHECK(expanded("%(process_num)+5.3d|%(process_num)-4d|%(process_num)05d") ==
          " +007|7   |00007");
    CHECK(expanded("%(process_num)x %(process_num)#o %(process_num)e") == "7 0o7 7.000000e+00");
    CHECK(expanded("%(program_name)5s|%(program_name)-5s|%(program_name).2s|%(program_name)r") ==
          "  cat|cat  |ca|'cat'");
}

TEST_CASE("an unknown name is refused with the names there are", "[config]") {
    CHECK(
        complaint("%(it's)s") ==
        "Format string \"%(it's)s\" for 'a.b' contains names (\"it's\") which cannot be expanded. "
        "Available names: ENV_RATE, process_num, program_name");
}

TEST_CASE("a malformed format is refused in the words of Python", "[config]") {
    const auto bad = [](const std::string& format, const std::string& reason) {
        CHECK(complaint(format) ==
              "Format string '" + format + "' for 'a.b' is badly formatted: " + reason);
    };
    bad("%", "incomplete format");
    bad("%(program_name)", "incomplete format");
    bad("%(program_name", "incomplete format key");
    bad("%(program_name)Y", "unsupported format character 'Y' (0x59) at index 15");
    bad("%(program_name)d", "%d format: a real number is required, not str");
    bad("%d", "%d format: a real number is required, not dict");
    bad("%(program_name)s%s", "not enough arguments for format string");
}

TEST_CASE("a lone s does not put in all of the environment", "[config]") {
    CHECK(complaint("date +%s").find("badly formatted") != std::string::npos);
}

TEST_CASE("an inner scope hides the outer one", "[config]") {
    const auto outer = names();
    name_scope inner(&outer);
    inner.set("program_name", "dog");
    CHECK(expand("%(program_name)s%(process_num)d", inner, "a.b") == "dog7");
    inner.erase("program_name");
    CHECK(expand("%(program_name)s", inner, "a.b") == "cat");
    CHECK(inner.names() == std::vector<std::string>{"ENV_RATE", "process_num", "program_name"});
}

TEST_CASE("a format that is cut anywhere is expanded or refused", "[config]") {
    const std::string format = "a%(process_num)-+ #012.3ld%%%(program_name)s";
    for (std::size_t size = 0; size <= format.size(); ++size)
        CHECK_FALSE(complaint(format.substr(0, size)).empty());
}
