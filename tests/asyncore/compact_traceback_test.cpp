#include "asyncore/compact_traceback.hpp"

#include <catch2/catch.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>

namespace {

template <class Function>
std::string traceback_of(Function function) {
    try {
        function();
    } catch (...) {
        return asyncore::compact_traceback();
    }
    return "nothing was thrown";
}

} // namespace

TEST_CASE("an exception is told with its type and its message", "[compact_traceback]") {
    CHECK(traceback_of([] { throw std::runtime_error("no good"); }) ==
          "std::runtime_error: no good");
    CHECK(traceback_of([] { throw 42; }) == "int");
}

TEST_CASE("exceptions nested in one another are told from the outermost in",
          "[compact_traceback]") {
    const auto inner = [] { throw std::out_of_range("row 3"); };
    const auto middle = [&] {
        try {
            inner();
        } catch (...) {
            std::throw_with_nested(std::invalid_argument("line 7"));
        }
    };
    const auto outer = [&] {
        try {
            middle();
        } catch (...) {
            std::throw_with_nested(std::runtime_error("cannot start"));
        }
    };
    CHECK(traceback_of(outer) == "std::runtime_error: cannot start; std::invalid_argument: line 7; "
                                 "std::out_of_range: row 3");
}
