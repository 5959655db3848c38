#include "supervisor_demo/events/tick_source.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace supervisor;
using namespace std::chrono_literals;

namespace {

struct ticked : event_subscriber {
    asyncore::socket_map map;
    event_bus bus;
    std::shared_ptr<tick_source> source = asyncore::make<tick_source>(bus, map);
    std::vector<std::string> payloads;

    ticked() {
        bus.on_wanted_changed([this] { source->wanted_changed(); });
    }
    ~ticked() override { source->close(); }
    void accept(const std::shared_ptr<const event>& happened) override {
        payloads.push_back(happened->payload);
    }
    void subscribe(event_type type) {
        event_type_set types;
        types.add(type);
        bus.subscribe(*this, types);
    }
    // Of the kernel: whether anything would wake us.
    bool armed() const {
        const auto info = read_whole("/proc/self/fdinfo/" + std::to_string(source->fileno()));
        return info.find("it_value: (0, 0)") == std::string::npos;
    }
};

} // namespace

TEST_CASE("no clock is armed while nobody subscribes to a TICK") {
    ticked it;
    CHECK_FALSE(it.armed());
    it.subscribe(event_type::process_state);
    CHECK_FALSE(it.armed());
    it.subscribe(event_type::tick_3600);
    CHECK(it.armed());
    it.bus.unsubscribe(it);
    CHECK_FALSE(it.armed());
}

TEST_CASE("a tick comes when the wall clock shows a multiple of its period") {
    ticked it;
    it.subscribe(event_type::tick_5);
    wait_until([&] { return !it.payloads.empty(); }, 20s, "a tick came", it.map);
    const auto now = std::time(nullptr);
    const auto when = std::stoll(it.payloads.front().substr(5));
    CHECK(it.payloads.front().starts_with("when:"));
    CHECK(when % 5 == 0);
    CHECK(now - when < 5);
}
