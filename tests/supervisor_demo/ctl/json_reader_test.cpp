#include "supervisor_demo/ctl/json.hpp"
#include "supervisor_demo/ctl/json_reader.hpp"

#include <catch2/catch.hpp>

using medusa::xmlrpc_array;
using medusa::xmlrpc_struct;
using supervisor::ctl::json;
using supervisor::ctl::json_error;
using supervisor::ctl::read_json;

TEST_CASE("JSON is read as it was written", "[ctl]") {
    const xmlrpc_struct all{{"a", xmlrpc_array{1, -2.5, true, false, {}, "naïve \"\\\n\t\33/"}},
                            {"b", xmlrpc_struct{}},
                            {"c", xmlrpc_array{}},
                            {"big", std::int64_t{1} << 60}};
    CHECK(read_json(json(all)) == medusa::xmlrpc_value(all));
    CHECK(read_json(" { \"a\" : [ 1 , 2 ] }\r\n") ==
          medusa::xmlrpc_value(xmlrpc_struct{{"a", xmlrpc_array{1, 2}}}));
    CHECK(read_json("1e3").as_double() == 1000);
    CHECK(read_json(R"("\u00ef\ud83d\ude00\ud83d\/")").as_string() == "ï😀\xef\xbf\xbd/");
}

TEST_CASE("what is no JSON is refused, wherever it is cut", "[ctl]") {
    const std::string whole = R"({"a": [1, "b\u00ef", null], "c": {"d": true}})";
    CHECK_NOTHROW(read_json(whole));
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK_THROWS_AS(read_json(std::string_view(whole).substr(0, size)), json_error);
    for (const auto* text :
         {"nul", "{a: 1}", "[1,]", "1 2", "\"\\x\"", "\"\\u12g4\"", "--1", "{\"a\" 1}"})
        CHECK_THROWS_AS(read_json(text), json_error);
    CHECK_THROWS_AS(read_json(std::string(100000, '[')), json_error);
}
