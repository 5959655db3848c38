#include "supervisor_demo/web/page_tokens.hpp"
#include "supervisor_demo/web/siphash.hpp"

#include <catch2/catch.hpp>

#include <string>

using supervisor::page_tokens;

TEST_CASE("SipHash gives what its authors say") {
    // "SipHash: a fast short-input PRF", appendix A; and three of the vectors of its source.
    const std::array<std::uint64_t, 2> key{0x0706050403020100, 0x0f0e0d0c0b0a0908};
    std::string text;
    for (char c = 0; c < 15; ++c)
        text += c;
    CHECK(supervisor::siphash(key, text) == 0xa129ca6149be45e5);
    CHECK(supervisor::siphash(key, "") == 0x726fdb47dd0e0e31);
    CHECK(supervisor::siphash(key, text.substr(0, 1)) == 0x74f839c593dc67fd);
    CHECK(supervisor::siphash(key, text.substr(0, 8)) == 0x93f5f5799a932462);
}

TEST_CASE("a token is good where it was made for what it was made for") {
    const page_tokens tokens, others;
    const std::string token = tokens.make("page");
    CHECK(token.size() == 32);
    CHECK(tokens.check(token, "page"));
    CHECK_FALSE(tokens.check(token, "pagf"));
    CHECK_FALSE(tokens.check(token, ""));
    CHECK_FALSE(others.check(token, "page"));
    CHECK(tokens.make("page") != token);
}

TEST_CASE("a token with any digit changed is no token") {
    const page_tokens tokens;
    const std::string token = tokens.make("page");
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string other = token;
        other[i] = other[i] == 'a' ? 'b' : 'a';
        CHECK_FALSE(tokens.check(other, "page"));
        CHECK_FALSE(tokens.check(token.substr(0, i), "page"));
    }
    CHECK_FALSE(tokens.check(token + "0", "page"));
    CHECK_FALSE(tokens.check(std::string(32, '0'), "page"));
    CHECK_FALSE(tokens.check("-" + token.substr(1), "page"));
    CHECK_FALSE(tokens.check(std::string(16, ' ') + token.substr(16), "page"));
}
