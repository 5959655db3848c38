#include "supervisor_demo/web/json.hpp"

#include <catch2/catch.hpp>

using supervisor::json_writer;

TEST_CASE("JSON has its commas where they belong") {
    json_writer json;
    json.begin_object();
    json.member("a", 1).member("b", true);
    json.key("c").begin_array().value("x").null().begin_object().end_object().end_array();
    json.key("d").begin_array().end_array();
    json.member("e", -2);
    json.end_object();
    CHECK(json.text() == R"({"a":1,"b":true,"c":["x",null,{}],"d":[],"e":-2})");
}

TEST_CASE("a text may hold anything and stays JSON") {
    const auto [text, shown] = GENERATE(values<std::pair<std::string, const char*>>({
        {"plain", R"("plain")"},
        {"\"\\/", R"("\"\\/")"},
        {"a\nb\tc\x1b[1m", R"("a\u000ab\u0009c\u001b[1m")"},
        {std::string("nul\0!", 5), R"("nul\u0000!")"},
        {"gr\xc3\xbc\xc3\x9f", "\"gr\xc3\xbc\xc3\x9f\""},
        {"cut\xc3", "\"cut\xef\xbf\xbd\""},
        {"\xff\xfe", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
        {"</script>", R"("</script>")"},
    }));
    json_writer json;
    json.value(text);
    CHECK(json.text() == shown);
}

TEST_CASE("a number with one digit after the point is rounded") {
    const auto [number, shown] = GENERATE(values<std::pair<double, const char*>>(
        {{0, "0.0"}, {12.34, "12.3"}, {99.96, "100.0"}, {-0.04, "0.0"}, {-1.25, "-1.3"}}));
    json_writer json;
    json.tenths(number);
    CHECK(json.text() == shown);
}
