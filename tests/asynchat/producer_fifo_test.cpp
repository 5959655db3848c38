#include "asynchat/producer_fifo.hpp"
#include "asynchat/simple_producer.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using asynchat::producer_fifo;
using asynchat::simple_producer;

namespace {

// Gives pieces, and counts how often it was asked.
struct counting : asynchat::producer {
    counting(std::vector<std::string> all, int& asked) : pieces(std::move(all)), count(asked) {}
    std::string more() override {
        ++count;
        if (at == pieces.size()) return {};
        return pieces[at++];
    }
    bool ready() override { return is_ready; }
    std::vector<std::string> pieces;
    std::size_t at = 0;
    int& count;
    bool is_ready = true;
};

// Sends everything, `step` bytes at a time.
std::string drain(producer_fifo& fifo, std::size_t step) {
    std::string all;
    for (;;) {
        fifo.refill(16);
        const auto next = fifo.front().substr(0, step);
        if (next.empty()) return all;
        all += next;
        fifo.consume(next.size());
    }
}

} // namespace

TEST_CASE("a fifo gives out what was pushed in order whatever the size of a send",
          "[producer_fifo]") {
    for (std::size_t step = 1; step < 40; ++step) {
        int asked = 0;
        producer_fifo fifo;
        CHECK(fifo.empty());
        fifo.push("one,");
        fifo.push(std::string("two,"));
        fifo.push(std::make_unique<counting>(std::vector<std::string>{"three,", "four,"}, asked));
        fifo.push("five,");
        fifo.push(std::make_unique<simple_producer>("sixseven", 3));
        fifo.push_end();
        CHECK(drain(fifo, step) == "one,two,three,four,five,sixseven");
        CHECK(fifo.at_end());
        CHECK_FALSE(fifo.empty());
    }
}

TEST_CASE("a producer is asked only while less than a buffer waits", "[producer_fifo]") {
    int asked = 0;
    producer_fifo fifo;
    fifo.push(std::make_unique<counting>(std::vector<std::string>(10, std::string(8, 'x')), asked));
    CHECK(asked == 0);
    fifo.refill(16);
    CHECK(asked == 2);
    fifo.refill(16);
    CHECK(asked == 2);
    fifo.consume(9);
    fifo.refill(16);
    CHECK(asked == 4);
    CHECK(fifo.size() == 23);
}

TEST_CASE("a producer that is not ready stalls the fifo without ending it", "[producer_fifo]") {
    int asked = 0;
    producer_fifo fifo;
    auto source = std::make_unique<counting>(std::vector<std::string>{"late"}, asked);
    auto* late = source.get();
    late->is_ready = false;
    fifo.push(std::move(source));
    fifo.push("after");
    fifo.refill(16);
    CHECK(fifo.front().empty());
    CHECK(fifo.stalled());
    CHECK_FALSE(fifo.empty());
    late->is_ready = true;
    CHECK_FALSE(fifo.stalled());
    CHECK(drain(fifo, 100) == "lateafter");
    CHECK(fifo.empty());
}

TEST_CASE("an empty piece of a producer that is not ready is not its end", "[producer_fifo]") {
    // Learns only when it is asked that there is nothing yet.
    struct late : asynchat::producer {
        explicit late(std::string& next) : text(next) {}
        std::string more() override {
            is_ready = !text.empty();
            return std::exchange(text, {});
        }
        bool ready() override { return is_ready || !text.empty(); }
        std::string& text;
        bool is_ready = true;
    };
    std::string text;
    producer_fifo fifo;
    fifo.push(std::make_unique<late>(text));
    fifo.push("after");
    CHECK(drain(fifo, 100).empty());
    CHECK(fifo.stalled());
    text = "news,";
    CHECK(drain(fifo, 100) == "news,");
    CHECK(fifo.stalled());
}

TEST_CASE("long strings pass through the fifo whole", "[producer_fifo]") {
    producer_fifo fifo;
    const std::string longer(100000, 'l');
    fifo.push("short,");
    fifo.push(std::string(longer));
    fifo.push(",short");
    CHECK(fifo.size() == 12 + longer.size());
    CHECK(drain(fifo, 7777) == "short," + longer + ",short");
    CHECK(fifo.size() == 0);
}

TEST_CASE("a producer may push to the fifo that asks it", "[producer_fifo]") {
    struct pushing : asynchat::producer {
        explicit pushing(producer_fifo& f) : fifo(f) {}
        std::string more() override {
            if (asked++ > 0) return {};
            fifo.push("pushed");
            return "made,";
        }
        producer_fifo& fifo;
        int asked = 0;
    };
    producer_fifo fifo;
    fifo.push(std::make_unique<pushing>(fifo));
    CHECK(drain(fifo, 3) == "made,pushed");
}

TEST_CASE("what a producer throws comes after what was pushed before it", "[producer_fifo]") {
    struct failing : asynchat::producer {
        std::string more() override { throw std::runtime_error("no more"); }
    };
    producer_fifo fifo;
    fifo.push("before");
    fifo.push(std::make_unique<failing>());
    fifo.push("after");
    fifo.refill(100);
    CHECK(fifo.front() == "before");
    fifo.refill(100);
    fifo.consume(6);
    CHECK_FALSE(fifo.empty());
    CHECK_THROWS_WITH(fifo.refill(100), "no more");
    fifo.refill(100);
    CHECK(fifo.front() == "after");
    fifo.consume(5);
    CHECK(fifo.empty());
}

TEST_CASE("a producer may clear the fifo that asks it", "[producer_fifo]") {
    struct clearing : asynchat::producer {
        explicit clearing(producer_fifo& f) : fifo(f) {}
        std::string more() override {
            fifo.clear();
            return "dropped";
        }
        producer_fifo& fifo;
    };
    producer_fifo fifo;
    fifo.push(std::make_unique<clearing>(fifo));
    fifo.refill(16);
    CHECK(fifo.empty());
}

TEST_CASE("a large string behind what was gathered may be sent with it", "[producer_fifo]") {
    const std::string large(20'000, 'x');
    const std::string all = "head" + large + "tail";
    for (const std::size_t sent : {1U, 3U, 4U, 5U, 1000U, 20'003U, 20'004U}) {
        producer_fifo fifo;
        fifo.push("head");
        CHECK(fifo.behind().empty());
        fifo.push(std::string(large));
        fifo.push("tail");
        fifo.refill(64 * 1024);
        CHECK(fifo.front() == "head");
        CHECK(fifo.behind() == large);
        fifo.consume(sent);
        CHECK(fifo.size() == all.size() - sent);
        CHECK(drain(fifo, 7) == all.substr(sent));
    }
}

TEST_CASE("nothing but a string is behind what was gathered", "[producer_fifo]") {
    producer_fifo fifo;
    fifo.push("head");
    fifo.push(std::make_unique<asynchat::simple_producer>("body"));
    CHECK(fifo.behind().empty());
    producer_fifo ended;
    ended.push("head");
    ended.push_end();
    CHECK(ended.behind().empty());
}

TEST_CASE("a fifo with nothing to send holds no memory after giving it back", "[producer_fifo]") {
    const std::size_t sent = GENERATE(1000U, 20'000U, 300'000U);
    std::string spare(50'000, '.');
    producer_fifo fifo;
    fifo.push(std::string(sent, 'x'));
    fifo.refill(sent);
    fifo.consume(fifo.front().size());
    REQUIRE(fifo.empty());
    fifo.give_back(spare);
    CHECK(spare.capacity() >= 50'000);
    std::string small(16, '.'); // which is borrowed only by who has less
    fifo.lend(small);
    CHECK(small.capacity() == std::string().capacity());
}
