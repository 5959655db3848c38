#pragma once

#include "asyncore/asyncore.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>
#include <vector>

/// The main() of the example clients: `NAME HOST PORT [MORE]...`, and 1 when it has `failed`.
///
/// `make(addresses, arguments)` returns the client, which is for the first of them that answers;
/// `more` is how many words are in `usage`, which is printed when there are too few.
template <class Make>
int call(int count, char** arguments, int more, const char* usage, Make make) {
    const int port = count == 3 + more ? std::atoi(arguments[2]) : 0;
    if (port <= 0 || port > 65535) {
        std::fprintf(stderr, "usage: %s HOST PORT%s\n", arguments[0], usage);
        return 2;
    }
    try {
        auto found = asyncore::address::resolve(arguments[1], static_cast<std::uint16_t>(port));
        const auto client = make(std::move(found), arguments);
        asyncore::loop();
        return client->failed ? 1 : 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", arguments[0], error.what());
        return 1;
    }
}
