#include "medusa/xmlrpc_value.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace medusa;

TEST_CASE("a value is of the kind it was made from") {
    CHECK(xmlrpc_value().is_nil());
    CHECK(xmlrpc_value(true).as_bool());
    CHECK(xmlrpc_value(-5).as_int() == -5);
    CHECK(xmlrpc_value(4000000000u).as_int() == 4000000000);
    CHECK(xmlrpc_value(std::numeric_limits<std::int64_t>::min()).is_int());
    CHECK(xmlrpc_value(0.5).as_double() == 0.5);
    CHECK(xmlrpc_value("text").as_string() == "text");
    CHECK(xmlrpc_value(std::string("text")).is_string());
    CHECK(xmlrpc_value(std::string_view("text")).is_string());
    CHECK(xmlrpc_value::base64("bytes").as_base64() == "bytes");
    CHECK(xmlrpc_value::datetime("19980717T14:08:55").as_datetime() == "19980717T14:08:55");
    CHECK(xmlrpc_value(xmlrpc_array{1, "two"}).as_array().size() == 2);
    CHECK(xmlrpc_value(xmlrpc_struct{{"a", 1}}).is_struct());
}

TEST_CASE("a value asked for as what it is not says what it is") {
    CHECK_THROWS_WITH(xmlrpc_value(5).as_string(), "expected string, got int");
    CHECK_THROWS_WITH(xmlrpc_value("5").as_int(), "expected int, got string");
    CHECK_THROWS_WITH(xmlrpc_value(true).as_int(), "expected int, got boolean");
    CHECK_THROWS_WITH(xmlrpc_value(1).as_bool(), "expected boolean, got int");
    CHECK_THROWS_WITH(xmlrpc_value(1).as_double(), "expected double, got int");
    CHECK_THROWS_WITH(xmlrpc_value().as_array(), "expected array, got nil");
    CHECK_THROWS_WITH(xmlrpc_value(0.5).as_struct(), "expected struct, got double");
    CHECK_THROWS_WITH(xmlrpc_value(xmlrpc_array()).as_base64(), "expected base64, got array");
    CHECK_THROWS_WITH(xmlrpc_value(xmlrpc_struct()).as_datetime(),
                      "expected dateTime.iso8601, got struct");
    CHECK_THROWS_AS(xmlrpc_value::base64("x").as_string(), xmlrpc_type_error);
}

TEST_CASE("members are found by name and keep their order") {
    const xmlrpc_value value = xmlrpc_struct{{"name", "cat"}, {"pid", 12}, {"group", "pets"}};
    REQUIRE(value.find("pid"));
    CHECK(value.find("pid")->as_int() == 12);
    CHECK_FALSE(value.find("Pid"));
    CHECK(value.at("group").as_string() == "pets");
    CHECK(value.as_struct()[2].first == "group");
    CHECK_THROWS_WITH(value.at("state"), "struct has no member state");
    CHECK_THROWS_AS(xmlrpc_value(1).find("a"), xmlrpc_type_error);
}

TEST_CASE("values are equal if kind and content are") {
    const xmlrpc_value nested = xmlrpc_array{1, xmlrpc_struct{{"a", xmlrpc_array{}}}};
    CHECK(nested == xmlrpc_value(nested));
    CHECK_FALSE(nested == xmlrpc_value(xmlrpc_array{1}));
    CHECK_FALSE(xmlrpc_value(1) == xmlrpc_value(1.0));
    CHECK_FALSE(xmlrpc_value("1") == xmlrpc_value(1));
    CHECK_FALSE(xmlrpc_value("x") == xmlrpc_value::base64("x"));
    CHECK(xmlrpc_value() == xmlrpc_value());
}
