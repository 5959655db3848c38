#include "medusa/secret.hpp"

#include <catch2/catch.hpp>

using namespace medusa;

TEST_CASE("secrets are equal only byte for byte") {
    CHECK(secret_equal("", ""));
    CHECK(secret_equal("thepassword", "thepassword"));
    CHECK_FALSE(secret_equal("thepassword", "thepassworD"));
    CHECK_FALSE(secret_equal("Thepassword", "thepassword"));
    CHECK_FALSE(secret_equal("thepassword", "thepasswor"));
    CHECK_FALSE(secret_equal("", "x"));
    CHECK_FALSE(secret_equal(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

TEST_CASE("SHA-1 matches the vectors of RFC 3174") {
    CHECK(sha1_hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(sha1_hex("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

TEST_CASE("a password is checked against itself or its SHA-1") {
    CHECK(password_matches("abc", "abc"));
    CHECK_FALSE(password_matches("abc", "abd"));
    CHECK(password_matches("{SHA}a9993e364706816aba3e25717850c26c9cd0d89d", "abc"));
    CHECK_FALSE(password_matches("{SHA}a9993e364706816aba3e25717850c26c9cd0d89d", "abd"));
    CHECK_FALSE(password_matches("{SHA}A9993E364706816ABA3E25717850C26C9CD0D89D", "abc"));
    CHECK_FALSE(password_matches("{SHA}", ""));
    CHECK_FALSE(password_matches("{SHA}abc", "{SHA}abc"));
}
