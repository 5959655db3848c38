#include "asynchat/terminator.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using asynchat::find_prefix_at_end;
using asynchat::terminator;

namespace {

// Feeds `input` in the pieces a cut makes of it; '|' marks each found terminator.
std::string collected(terminator ends, const std::vector<std::string_view>& pieces) {
    std::string result;
    std::string held;
    for (const std::string_view piece : pieces) {
        held.append(piece);
        std::string_view input = held;
        while (!input.empty()) {
            const auto match = ends.consume(input);
            result.append(input.substr(0, match.collect));
            input.remove_prefix(match.collect + match.skip);
            if (match.found)
                result += '|';
            else
                break;
        }
        held = std::string(input);
    }
    return result + (held.empty() ? "" : "?" + held);
}

} // namespace

TEST_CASE("find_prefix_at_end finds the longest beginning of the needle", "[terminator]") {
    CHECK(find_prefix_at_end("qwerty\r", "\r\n") == 1);
    CHECK(find_prefix_at_end("qwertydkjf", "\r\n") == 0);
    CHECK(find_prefix_at_end("a\r\n\r", "\r\n\r\n") == 3);
    CHECK(find_prefix_at_end("\r\n\r\n", "\r\n\r\n") == 2); // a whole needle is no beginning
    CHECK(find_prefix_at_end("ababab", "ababac") == 4);
    CHECK(find_prefix_at_end("", "x") == 0);
    CHECK(find_prefix_at_end("x", "") == 0);
}

TEST_CASE("a string terminator is found however the input is cut", "[terminator]") {
    for (const std::string_view ends : {"\n", "\r\n", "\r\n\r\n", "aab"}) {
        const std::string input = "one" + std::string(ends) + std::string(ends) + "\r\r\ntwaaab" +
                                  std::string(ends) + "\r";
        const std::string whole = collected(terminator(std::string(ends)), {input});
        for (std::size_t one = 0; one <= input.size(); ++one)
            for (std::size_t two = one; two <= input.size(); ++two) {
                const std::string_view all = input;
                CHECK(collected(terminator(std::string(ends)),
                                {all.substr(0, one), all.substr(one, two - one),
                                 all.substr(two)}) == whole);
            }
    }
    CHECK(collected(terminator(std::string("\r\n")), {"a\r\nb\rc\r\n\r"}) == "a|b\rc|?\r");
}

TEST_CASE("a count is counted down over pieces and then spent", "[terminator]") {
    terminator ends(std::size_t{5});
    auto match = ends.consume("ab");
    CHECK(match.collect == 2);
    CHECK_FALSE(match.found);
    CHECK(ends.count() == 3);
    match = ends.consume("cdefg");
    CHECK(match.collect == 3);
    CHECK(match.found);
    CHECK(ends.is_none());
}

TEST_CASE("nothing and an empty string and a count of zero collect everything", "[terminator]") {
    for (terminator ends : {terminator(), terminator(std::string()), terminator(std::size_t{0})}) {
        CHECK(ends.is_none());
        const auto match = ends.consume("all of it\r\n");
        CHECK(match.collect == 11);
        CHECK_FALSE(match.found);
    }
}
