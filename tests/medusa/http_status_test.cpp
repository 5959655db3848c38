#include "medusa/http_status.hpp"

#include <catch2/catch.hpp>

using medusa::reason_phrase;

TEST_CASE("a status has the phrase of the registry") {
    STATIC_REQUIRE(reason_phrase(200) == "OK");
    CHECK(reason_phrase(404) == "Not Found");
    CHECK(reason_phrase(413) == "Content Too Large");
    CHECK(reason_phrase(505) == "HTTP Version Not Supported");
    CHECK(reason_phrase(418) == "Unknown");
    CHECK(reason_phrase(0) == "Unknown");
}

TEST_CASE("61 codes are registered") {
    int known = 0;
    for (int status = 0; status < 1000; ++status)
        known += reason_phrase(status) != "Unknown" ? 1 : 0;
    CHECK(known == 61);
}
