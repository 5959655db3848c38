#include "medusa/percent.hpp"

#include <catch2/catch.hpp>

using namespace medusa;

TEST_CASE("percent-encoding is decoded") {
    CHECK(percent_decode("") == "");
    CHECK(percent_decode("a%20b%2fc%3A+") == "a b/c:+");
    CHECK(percent_decode("%00") == std::string(1, '\0'));
    CHECK(percent_decode("%25%32%35") == "%25");
    CHECK(percent_decode("%c3%A9") == "\xc3\xa9");
}

TEST_CASE("a percent sign without two hex digits is refused") {
    const std::string text =
        GENERATE(as<std::string>{}, "%", "%2", "a%", "%g0", "%0g", "%%20", "%-1", "%+1");
    CAPTURE(text);
    CHECK_FALSE(percent_decode(text));
}

TEST_CASE("every byte survives percent-encoding") {
    std::string bytes;
    for (int i = 0; i < 256; ++i)
        bytes += static_cast<char>(i);
    CHECK(percent_decode(percent_encode(bytes)) == bytes);
    CHECK(percent_encode("cat:0 /\xc3\xa9~") == "cat%3A0%20/%C3%A9~");
    CHECK(percent_encode("/", "") == "%2F");
}

TEST_CASE("a form is read in order") {
    CHECK(parse_form("") == form_parameters{});
    CHECK(parse_form("a=1&b=x+y%26z&a=2") ==
          form_parameters{{"a", "1"}, {"b", "x y&z"}, {"a", "2"}});
    CHECK(parse_form("flag&empty=&=value&&x=a=b") ==
          form_parameters{{"flag", ""}, {"empty", ""}, {"", "value"}, {"x", "a=b"}});
    CHECK(parse_form("q=100%&r=%zz") == form_parameters{{"q", "100%"}, {"r", "%zz"}});
}

TEST_CASE("the first parameter of a name is found") {
    const form_parameters form = parse_form("action=stop&action=start&name=");
    CHECK(find_parameter(form, "action") == "stop");
    CHECK(find_parameter(form, "name") == "");
    CHECK_FALSE(find_parameter(form, "Name"));
}

TEST_CASE("text is escaped for HTML in either quotes") {
    CHECK(html_escape("<a href='x' title=\"y\">&amp;") ==
          "&lt;a href=&#x27;x&#x27; title=&quot;y&quot;&gt;&amp;amp;");
}
