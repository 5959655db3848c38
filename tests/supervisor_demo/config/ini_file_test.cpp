#include "supervisor_demo/config/ini_file.hpp"

#include <catch2/catch.hpp>

using supervisor::ini_file;

namespace {

/// The value of k in the section a of this text.
std::string value_of_k(const std::string& line) {
    ini_file ini;
    REQUIRE_FALSE(ini.merge("[a]\n" + line, "f"));
    const auto* value = ini.find(*ini.find_section("a"), "k");
    return value == nullptr ? "(none)" : value->text;
}

std::string complaint(const std::string& text) {
    ini_file ini;
    const auto failure = ini.merge(text, "F");
    return failure ? failure->original : "(none)";
}

} // namespace

TEST_CASE("a comment begins after white space only", "[config]") {
    CHECK(value_of_k("k=v ;c") == "v");
    CHECK(value_of_k("k=v\t;c") == "v");
    CHECK(value_of_k("k=v #c") == "v");
    CHECK(value_of_k("k=v;c") == "v;c");
    CHECK(value_of_k("k=v#c") == "v#c");
    CHECK(value_of_k("k=;c") == ";c");
    CHECK(value_of_k("k= ;c").empty());
    CHECK(value_of_k("k=\"v ; w\"") == "\"v");
}

TEST_CASE("the first delimiter ends the key", "[config]") {
    CHECK(value_of_k("k: v") == "v");
    CHECK(value_of_k("k : v = w") == "v = w");
    CHECK(value_of_k("k=v:w") == "v:w");
    CHECK(value_of_k("K = v") == "v");
}

TEST_CASE("a deeper line continues the value", "[config]") {
    CHECK(value_of_k("k=a\n  b\n\tc\n") == "a\nb\nc");
    CHECK(value_of_k("k=a\n\n  b\n") == "a\n\nb");
    CHECK(value_of_k("k=a\n  ;x\n  b ;y\n") == "a\nb");
    CHECK(value_of_k("k=a\n  [b]\n") == "a\n[b]");
    CHECK(value_of_k("k=a\n\n\n[b]\n") == "a");
    CHECK(value_of_k("k=\n  a") == "\na");
    CHECK(value_of_k("k=a\nj=b") == "a");
}

TEST_CASE("every kind of line end is one", "[config]") {
    for (const std::string end : {"\n", "\r\n", "\r"}) {
        CAPTURE(end);
        ini_file ini;
        REQUIRE_FALSE(ini.merge("[a]" + end + "k=v" + end + "  w" + end, "f"));
        CHECK(ini.find(*ini.find_section("a"), "k")->text == "v\nw");
    }
}

TEST_CASE("sections of one name are merged and the last value wins", "[config]") {
    ini_file ini;
    REQUIRE_FALSE(ini.merge("[a]\nk=1\nj=1\n[b]\n[a]\nk=2\n", "one"));
    REQUIRE_FALSE(ini.merge("[b]\nk=4\n[a]\nk=3\n", "two"));
    REQUIRE(ini.sections().size() == 2);
    const auto& a = *ini.find_section("a");
    CHECK(ini.find(a, "k")->text == "3");
    CHECK(ini.find(a, "k")->file == "two");
    CHECK(ini.find(a, "k")->line == 4);
    CHECK(ini.find(a, "j")->file == "one");
    CHECK(a.file == "one");
    CHECK(a.line == 1);
}

TEST_CASE("the keys of DEFAULT are in every section", "[config]") {
    ini_file ini;
    REQUIRE_FALSE(ini.merge("[DEFAULT]\nk=1\nj=1\n[a]\nk=2\n", "f"));
    REQUIRE(ini.sections().size() == 1);
    const auto& a = *ini.find_section("a");
    CHECK(ini.find(a, "k")->text == "2");
    CHECK(ini.find(a, "j")->text == "1");
    CHECK(ini.keys(a) == std::vector<std::string>{"k", "j"});
}

TEST_CASE("text after the bracket is ignored", "[config]") {
    ini_file ini;
    REQUIRE_FALSE(ini.merge("[a]x\n[b ] ;c\n[c]]\n", "f"));
    CHECK(ini.find_section("a") != nullptr);
    CHECK(ini.find_section("b ") != nullptr);
    CHECK(ini.find_section("c]") != nullptr);
}

TEST_CASE("text before the first section is refused", "[config]") {
    CHECK(complaint("k=v\n") == "File contains no section headers.\nfile: 'F', line: 1\n'k=v\\n'");
    CHECK(complaint("; c\n\n[]\n") ==
          "File contains no section headers.\nfile: 'F', line: 3\n'[]\\n'");
    CHECK(complaint("[a") == "File contains no section headers.\nfile: 'F', line: 1\n'[a'");
}

TEST_CASE("every line that is neither section nor value is named", "[config]") {
    CHECK(complaint("[a]\nk\n=v\nit's\n") ==
          "Source contains parsing errors: 'F'\n\t[line  2]: 'k\\n'\n\t[line  3]: '=v\\n'\n"
          "\t[line  4]: \"it's\\n\"");
    ini_file ini;
    const auto failure = ini.merge("[a]\nk\nj=1\n", "F");
    REQUIRE(failure);
    REQUIRE(failure->lines.size() == 1);
    CHECK(failure->lines.front().line == 2);
    CHECK(ini.find(*ini.find_section("a"), "j")->text == "1");
}

TEST_CASE("here is put into every value of the files read so far", "[config]") {
    ini_file ini;
    REQUIRE_FALSE(ini.merge("[DEFAULT]\nd=%(here)s\n[a]\nk=%(here)s/x:%(here)s\n", "f"));
    ini.expand_here("/one");
    REQUIRE_FALSE(ini.merge("[b]\nk=%(here)s\n", "g"));
    ini.expand_here("/two");
    CHECK(ini.find(*ini.find_section("a"), "k")->text == "/one/x:/one");
    CHECK(ini.find(*ini.find_section("a"), "d")->text == "/one");
    CHECK(ini.find(*ini.find_section("b"), "k")->text == "/two");
}

TEST_CASE("a file that is cut anywhere is read or refused", "[config]") {
    const std::string text =
        "[DEFAULT]\r\nx = \xC2\xA0 1 ;c\n[a b] # d\n k : v\n   w\n\n  y\nbad\n=z";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        ini_file ini;
        const auto failure = ini.merge(std::string_view(text).substr(0, size), "f");
        CHECK((!failure || !failure->lines.empty()));
    }
}
