#include "medusa/base64.hpp"

#include <catch2/catch.hpp>

using medusa::base64_decode;
using medusa::base64_encode;

TEST_CASE("the vectors of RFC 4648 encode and decode") {
    const std::pair<std::string, std::string> rows[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xff\xef\xbe", "/+++"},
    };
    for (const auto& [bytes, text] : rows) {
        CAPTURE(text);
        CHECK(base64_encode(bytes) == text);
        CHECK(base64_decode(text) == bytes);
    }
}

TEST_CASE("every byte survives base64 at every length") {
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        CHECK(base64_decode(base64_encode(bytes)) == bytes);
        bytes += static_cast<char>(i * 7);
    }
}

TEST_CASE("what is not strictly base64 is refused") {
    const std::string text =
        GENERATE(as<std::string>{}, "Z", "Zg", "Zg=", "Zg===", "Zg==\n", " Zg==", "Zm 9v",
                 "Zm9v====", "=Zg=", "Z===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Zm-_",
                 std::string("Zm9\0", 4));
    CAPTURE(text);
    CHECK_FALSE(base64_decode(text));
}
