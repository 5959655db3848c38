#include "supervisor_demo/events/event_buffer.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace supervisor;

namespace {

std::shared_ptr<const event> numbered(std::uint64_t serial) {
    return std::make_shared<const event>(event{event_type::tick_5, serial, {}});
}

// Takes all: "serial/pool serial ..."
std::string drained(event_buffer& buffer) {
    std::string all;
    while (!buffer.empty()) {
        const pooled_event one = buffer.take();
        all += std::to_string(one.what->serial) + "/" + std::to_string(one.pool_serial) + " ";
    }
    return all;
}

} // namespace

TEST_CASE("events leave a buffer in the order they came and with the pool's own numbers") {
    event_buffer buffer(10);
    for (const std::uint64_t serial : {3u, 5u, 8u})
        CHECK_FALSE(buffer.add(numbered(serial)));
    CHECK(drained(buffer) == "3/0 5/1 8/2 ");
}

TEST_CASE("a full buffer lets its oldest event go for a new one") {
    event_buffer buffer(2);
    buffer.add(numbered(0));
    buffer.add(numbered(1));
    const auto gone = buffer.add(numbered(2));
    REQUIRE(gone);
    CHECK(gone->what->serial == 0);
    CHECK(buffer.full());
    CHECK(drained(buffer) == "1/1 2/2 ");
}

TEST_CASE("an event that comes back is first and keeps its number") {
    event_buffer buffer(3);
    for (std::uint64_t serial = 0; serial < 3; ++serial)
        buffer.add(numbered(serial));
    pooled_event sent = buffer.take();
    CHECK_FALSE(buffer.put_back(sent));
    CHECK(drained(buffer) == "0/0 1/1 2/2 ");
    buffer.add(numbered(3));
    buffer.add(numbered(4));
    buffer.add(numbered(5));
    const auto gone = buffer.put_back(sent);
    REQUIRE(gone);
    CHECK(gone->what->serial == 3);
    CHECK(drained(buffer) == "0/0 4/4 5/5 ");
}

TEST_CASE("a buffer of one holds one") {
    event_buffer buffer(1);
    CHECK_FALSE(buffer.add(numbered(0)));
    CHECK(buffer.add(numbered(1))->what->serial == 0);
    CHECK(drained(buffer) == "1/1 ");
}
