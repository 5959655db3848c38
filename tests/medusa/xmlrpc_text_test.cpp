#include "medusa/xmlrpc_text.hpp"
#include "medusa/xmlrpc_writer.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace medusa;

namespace {

std::string written(const xmlrpc_value& value) {
    std::string out;
    append_xmlrpc_value(out, value);
    return out;
}

std::string struct_of(std::string_view text) {
    xmlrpc_text made;
    made.begin_struct();
    made.member("text", text);
    made.end_struct();
    return std::move(made).take().as_written();
}

} // namespace

TEST_CASE("a text has the bytes of the value it is written in place of") {
    xmlrpc_text text;
    text.begin_array();
    for (int i = 0; i < 2; ++i) {
        text.begin_struct();
        text.member("name", "a & b");
        text.member("", "");
        text.member("number", i);
        text.end_struct();
    }
    text.end_array();
    const auto one = [](int number) {
        return xmlrpc_struct{{"name", "a & b"}, {"", ""}, {"number", number}};
    };
    CHECK(std::move(text).take().as_written() == written(xmlrpc_array{one(0), one(1)}));
}

TEST_CASE("a text takes every number of 32 bits") {
    for (const std::int32_t number : {std::numeric_limits<std::int32_t>::min(), -1, 0,
                                      std::numeric_limits<std::int32_t>::max()}) {
        xmlrpc_text text;
        text.begin_struct();
        text.member("number", number);
        text.end_struct();
        CHECK(std::move(text).take().as_written() == written(xmlrpc_struct{{"number", number}}));
    }
}

TEST_CASE("a text escapes what needs it wherever it stands in strings of every length") {
    for (const std::size_t size : {0, 1, 7, 8, 9, 15, 16, 17, 31, 255, 256, 257, 5000}) {
        const std::string plain(size, 'x');
        CHECK(struct_of(plain) == written(xmlrpc_struct{{"text", plain}}));
        for (std::size_t at = 0; at < std::min<std::size_t>(size, 40); ++at) {
            for (const char c : {'\0', '\n', '&', '<', '>', '\x7f', '\xff', '\xc3'}) {
                std::string text = plain;
                text[at] = c;
                REQUIRE(struct_of(text) == written(xmlrpc_struct{{"text", text}}));
                text = plain;
                text[size - 1 - at] = c;
                REQUIRE(struct_of(text) == written(xmlrpc_struct{{"text", text}}));
            }
        }
    }
}

TEST_CASE("a text of many members loses none where its parts meet") {
    for (std::size_t size = 0; size < 300; size += 7) {
        const std::string name(size, 'n');
        xmlrpc_text text;
        text.begin_struct();
        xmlrpc_struct same;
        for (int i = 0; i < 60; ++i) {
            text.member("of them", name);
            same.emplace_back("of them", name);
        }
        text.end_struct();
        REQUIRE(std::move(text).take().as_written() == written(same));
    }
}

TEST_CASE("what is written already can be sent inside another value and read as nothing else") {
    const xmlrpc_value value = xmlrpc_value::written(written("a"));
    CHECK(value.is_written());
    CHECK(written(xmlrpc_array{value, 1}) == written(xmlrpc_array{"a", 1}));
    CHECK(write_xmlrpc_response(value) == write_xmlrpc_response(xmlrpc_value("a")));
    CHECK_THROWS_WITH(value.as_string(), "expected string, got written");
    CHECK_THROWS_WITH(xmlrpc_value("a").as_written(), "expected written, got string");
}

TEST_CASE("truths and fractions are written as in a value", "[xmlrpc]") {
    using namespace medusa;
    for (const double number : {0.0, 1.5, -2.0, 1e300, 1e-9, 0.1}) {
        xmlrpc_text text;
        text.begin_struct();
        text.member("yes", true);
        text.member("number", number);
        text.member("no", false);
        text.end_struct();
        std::string wanted;
        append_xmlrpc_value(wanted, xmlrpc_struct{{"yes", true}, {"number", number}, {"no", false}});
        CHECK(std::move(text).take().as_written() == wanted);
    }
}
