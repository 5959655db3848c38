#include "medusa/utf8.hpp"

#include <catch2/catch.hpp>

using namespace medusa;

namespace {

const std::string fffd = "\xef\xbf\xbd";

std::string escaped(std::string_view bytes) {
    std::string out;
    append_xml_escaped(out, bytes);
    return out;
}

} // namespace

TEST_CASE("well-formed UTF-8 is told from the rest") {
    for (const char* text :
         {"", "abc", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
          "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        CAPTURE(text);
        CHECK(is_utf8(text));
    }
    for (const char* text :
         {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf", "\xe0\xa0",
          "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80", "\xf4\x90\x80\x80",
          "\xf5\x80\x80\x80", "\xff", "a\xffz"}) {
        CAPTURE(text);
        CHECK_FALSE(is_utf8(text));
    }
}

TEST_CASE("a character is decoded") {
    CHECK(utf8_at("a", 0).character == U'a');
    CHECK(utf8_at("x\xc3\xa9", 1).character == U'\u00e9');
    CHECK(utf8_at("\xe2\x82\xac", 0).character == U'\u20ac');
    CHECK(utf8_at("\xf0\x9f\x98\x80", 0).character == U'\U0001f600');
    CHECK(utf8_at("\xf0\x9f\x98\x80", 0).size == 4);
}

TEST_CASE("any bytes become text that XML allows") {
    CHECK(xml_text("a\t\n\r<&>\x7f\xc3\xa9\xf0\x9f\x98\x80") ==
          "a\t\n\r<&>\x7f\xc3\xa9\xf0\x9f\x98\x80");
    CHECK(xml_text(std::string("a\0b\x1b[0m", 6)) == "a" + fffd + "b" + fffd + "[0");
    CHECK(xml_text("\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd") == fffd + fffd + fffd);
    CHECK(xml_text("\xf0\x9f\x98") == fffd);
    CHECK(xml_text("\xed\xa0\x80") == fffd + fffd + fffd);
}

TEST_CASE("bytes are replaced where Python replaces them") {
    // Unicode Standard 3.9, tables 3-8 and 3-11
    CHECK(xml_text("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41") ==
          fffd + fffd + fffd + fffd + fffd + fffd + fffd + fffd + "A");
    CHECK(xml_text("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41") == fffd + fffd + fffd + fffd + "A");
}

TEST_CASE("a text cut anywhere is still valid") {
    const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
    for (std::size_t begin = 0; begin <= text.size(); ++begin)
        for (std::size_t size = 0; begin + size <= text.size(); ++size)
            CHECK(is_utf8(xml_text(text.substr(begin, size))));
}

TEST_CASE("markup is escaped as Python escapes it") {
    CHECK(escaped("a<b>&\"'\x01\xff\xc3\xa9") == "a&lt;b&gt;&amp;\"'" + fffd + fffd + "\xc3\xa9");
}

TEST_CASE("a byte that needs care is seen wherever it stands") {
    for (std::size_t size = 1; size < 20; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            for (const auto& [bad, good] : {std::pair<char, std::string>{'\0', fffd},
                                            {'\x1f', fffd},
                                            {'\x80', fffd},
                                            {'\xff', fffd},
                                            {'&', "&amp;"},
                                            {'<', "&lt;"},
                                            {'>', "&gt;"},
                                            {'\n', "\n"},
                                            {' ', " "},
                                            {'\x7f', "\x7f"}}) {
                std::string text(size, 'x');
                text[at] = bad;
                CHECK(escaped(text) ==
                      std::string(at, 'x') + good + std::string(size - at - 1, 'x'));
            }
        }
    }
}
