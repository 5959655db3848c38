#include "medusa/chunk_parser.hpp"

#include <catch2/catch.hpp>

#include <string>

using medusa::parse_chunk_size;
using medusa::trailer_lines;

TEST_CASE("a chunk size is read in hex") {
    const std::pair<std::string, std::uint64_t> rows[] = {
        {"0", 0},
        {"a", 10},
        {"FF", 255},
        {"0000001f", 31},
        {"7fffffffffffffff", 0x7fffffffffffffff},
        {"5;name", 5},
        {"5;name=value", 5},
        {"5;a=1;b=\"two; \\\" three\"", 5},
        {"5 ; a = 1", 5},
        {"0;last", 0},
    };
    for (const auto& [line, size] : rows) {
        CAPTURE(line);
        CHECK(parse_chunk_size(line) == size);
    }
}

TEST_CASE("a line that is no chunk size is refused") {
    const std::string line =
        GENERATE(as<std::string>{}, "", " 5", "5 ", "+5", "-5", "0x5", "g", "5g", "5,5", "5 5",
                 ";a", "5;", "5;;a", "5;a=", "5;a b", "5;a=\"open", "5;a=\"x\\", "5;a=\"x\"y",
                 "5;a=b\rc", "5\n", "5;a\n", "\r5", "8000000000000000", "10000000000000000",
                 "ffffffffffffffffffffffff", std::string("5\0", 2), "5;" + std::string(5000, 'a'));
    CAPTURE(line);
    CHECK_FALSE(parse_chunk_size(line));
}

TEST_CASE("a trailer holds field lines and nothing else") {
    trailer_lines trailer;
    CHECK_FALSE(trailer.add("Checksum: abc"));
    CHECK_FALSE(trailer.add("Empty:"));
    const std::string line = GENERATE(as<std::string>{}, "no colon", "Name : x", " folded", ": x",
                                      "", "A: b\rc", "A: b\nB: c", "A: b\r\nB: c", "A: \x01");
    CAPTURE(line);
    const auto error = trailer.add(line);
    REQUIRE(error);
    CHECK(error->status == 400);
}

TEST_CASE("a trailer is bounded in fields and in bytes") {
    trailer_lines few(1000, 2);
    CHECK_FALSE(few.add("A: 1"));
    CHECK_FALSE(few.add("A: 2"));
    REQUIRE(few.add("A: 3"));
    CHECK(few.add("A: 3")->status == 431);

    trailer_lines small(12, 100); // the CRLF of each line counts
    CHECK_FALSE(small.add("A: 1"));
    CHECK_FALSE(small.add("A: 2"));
    REQUIRE(small.add("A: 3"));
    CHECK(small.add("A: 3")->status == 431);
}
