#include "tests/asynchat/chat_pair.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <stdexcept>
#include <vector>

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

namespace {

// Notes the hooks of its limits: 'T'imeout, 'H'igh, 'L'ow; and does in them what it is given to do.
struct limited : chat {
    using chat::chat;
    std::string told;
    std::function<void(limited&)> on_timeout = [](limited& self) { self.handle_close(); };
    std::function<void(limited&)> on_high = [](limited&) {};
    std::function<void(limited&)> on_low = [](limited&) {};

    clock_type::time_point tried_at; // the last send or recv

    std::size_t send(std::string_view data) override {
        tried_at = clock_type::now();
        return chat::send(data);
    }
    std::size_t recv(char* buffer, std::size_t size) override {
        tried_at = clock_type::now();
        return chat::recv(buffer, size);
    }
    void handle_timeout() override {
        told += 'T';
        on_timeout(*this);
    }
    void handle_high_water() override {
        told += 'H';
        on_high(*this);
    }
    void handle_low_water() override {
        told += 'L';
        on_low(*this);
    }
};

struct limited_pair : pair_with<limited> {
    // Has the peer take no more, and sets marks so far above what waits now.
    void block_below(std::size_t low, std::size_t high) {
        deafen();
        channel->push(std::string(1'000'000, 'x'));
        const std::size_t waits = channel->output_size();
        REQUIRE(waits > 0);
        channel->set_water_marks(waits + low, waits + high);
    }
};

struct sized : chat {
    using chat::chat;
    std::size_t in = 3;
    std::size_t out = 2;
    std::vector<std::size_t> sent;
    std::size_t ac_in_buffer_size() const noexcept override { return in; }
    std::size_t ac_out_buffer_size() const noexcept override { return out; }
    std::size_t send(std::string_view data) override {
        sent.push_back(data.size());
        return chat::send(data);
    }
};

} // namespace

TEST_CASE("the buffer sizes are a subclass's to set", "[limits]") {
    pair_with<sized> it;
    it.client->say("abcdefgh");
    it.notes("abcdefgh");
    CHECK(it.channel->most_collected == 3);
    it.channel->push("12345");
    it.client->hear("12345");
    CHECK(it.channel->sent == std::vector<std::size_t>{2, 2, 1});
}

TEST_CASE("a terminator longer than the input buffer is found", "[limits]") {
    pair_with<sized> it;
    it.channel->in = 0; // is taken for one
    it.channel->set_terminator("\r\n\r\n");
    it.client->say("a\r\n\rb\r\n\r\nc\r\n\r\n");
    it.notes("a\r\n\rb|c|");
}

TEST_CASE("a channel that uses no limits is no larger for them", "[limits]") {
    CHECK(sizeof(asynchat::async_chat) <= 256);
}

TEST_CASE("a channel on which nothing moves is told so and closes", "[limits]") {
    limited_pair it;
    const auto set_at = clock_type::now();
    it.channel->set_idle_timeout(5ms);
    it.client->hear_the_end();
    CHECK(clock_type::now() - set_at >= 5ms);
    CHECK(it.channel->told == "T");
}

TEST_CASE("what moves in either direction puts the idle timeout off", "[limits]") {
    constexpr auto timeout = 40ms;
    for (const bool input : {true, false}) {
        limited_pair it;
        const auto moves = asyncore::call_later(
            25ms,
            [&] {
                if (input)
                    it.client->say("x");
                else
                    it.channel->push("x");
            },
            it.map);
        clock_type::time_point told_at;
        it.channel->on_timeout = [&](limited& self) {
            told_at = clock_type::now();
            self.handle_close();
        };
        it.channel->set_idle_timeout(timeout);
        it.client->hear_the_end();
        // On a machine that slept meanwhile the timeout may come first, and nothing is tried.
        CHECK(told_at - it.channel->tried_at >= timeout);
    }
}

TEST_CASE("a hook that leaves an idle channel open is called again", "[limits]") {
    limited_pair it;
    it.channel->on_timeout = [](limited&) {};
    it.channel->set_idle_timeout(1ms);
    wait_until([&] { return it.channel->told == "TTT"; }, 5s, "three timeouts", it.map);
    it.channel->set_idle_timeout(0ms);
    it.settle();
    CHECK_FALSE(asyncore::poll(5ms, it.map));
}

TEST_CASE("a reader that takes nothing is idle however much waits for it", "[limits]") {
    limited_pair it;
    it.deafen();
    it.channel->push(std::string(1'000'000, 'x'));
    it.channel->set_idle_timeout(5ms);
    wait_until([&] { return it.channel->closing(); }, 5s, "the channel closed", it.map);
}

TEST_CASE("a closed channel has no idle timeout", "[limits]") {
    limited_pair it;
    it.channel->set_idle_timeout(1ms);
    it.channel->close();
    it.client->close();
    it.settle();
    CHECK_FALSE(asyncore::poll(5ms, it.map));
    CHECK(it.channel->told.empty());
}

TEST_CASE("a crossing of a water mark is told once", "[limits]") {
    limited_pair it;
    it.block_below(10, 100);
    it.channel->push(std::string(99, 'x'));
    CHECK(it.channel->told.empty());
    it.channel->push("x");
    CHECK(it.channel->told == "H");
    it.channel->push(std::string(1000, 'x'));
    CHECK(it.channel->told == "H");
    it.deafen(false);
    wait_until([&] { return !it.channel->output_pending(); }, 5s, "all was sent", it.map);
    CHECK(it.channel->told == "HL");
}

TEST_CASE("output the peer takes at once crosses no mark", "[limits]") {
    limited_pair it;
    it.channel->set_water_marks(0, 5);
    it.channel->push("much more than that");
    CHECK(it.channel->told.empty());
}

TEST_CASE("water marks are kept while answers are gathered", "[limits]") {
    limited_pair it;
    it.block_below(10, 100);
    it.channel->set_terminator("\n");
    std::string at_each;
    it.channel->on_terminator = [&](chat& self) {
        self.push(std::string(60, 'x'));
        at_each += it.channel->told + ".";
    };
    it.client->say("a\nb\nc\n");
    it.notes("a|b|c|");
    CHECK(at_each == ".H.H.");
}

TEST_CASE("a push in handle_high_water is sent and tells nothing twice", "[limits]") {
    limited_pair it;
    it.block_below(10, 100);
    it.channel->on_high = [](limited& self) { self.push("inside"); };
    it.channel->push(std::string(100, 'x'));
    CHECK(it.channel->told == "H");
    it.deafen(false);
    wait_until([&] { return !it.channel->output_pending(); }, 5s, "all was sent", it.map);
    it.settle();
    CHECK(it.client->received.substr(it.client->received.size() - 7) == "xinside");
}

TEST_CASE("a crossing caused in a hook of a mark is told after that hook", "[limits]") {
    limited_pair it;
    it.block_below(10, 100);
    std::string order;
    it.channel->on_high = [&](limited&) { order += "H"; };
    it.channel->on_low = [&](limited& self) {
        self.on_low = [&](limited&) { order += "L"; };
        order += "(";
        self.push(std::string(3'000'000, 'y'));
        order += ")";
    };
    it.channel->push(std::string(100, 'x'));
    it.deafen(false);
    wait_until([&] { return !it.channel->output_pending(); }, 5s, "all was sent", it.map);
    CHECK(order == "H()HL");
}

TEST_CASE("a fast pusher is paced by a slow reader", "[limits]") {
    constexpr std::size_t low = 20'000;
    constexpr std::size_t high = 100'000;
    constexpr std::size_t whole = 8'000'000;
    limited_pair it;
    std::size_t pushed = 0;
    std::size_t most = 0;
    const auto fill = [&](limited& self) {
        while (self.output_size() < high && pushed < whole) {
            self.push(std::string(1000, static_cast<char>('a' + pushed / 1000 % 26)));
            pushed += 1000;
            most = std::max(most, self.output_size());
        }
        if (pushed == whole) self.close_when_done();
    };
    it.channel->set_water_marks(low, high);
    it.channel->on_low = fill;
    fill(*it.channel);
    wait_until([&] { return it.client->finished; }, 20s, "all was read", it.map);
    CHECK(most < high + 1000);
    REQUIRE(it.client->received.size() == whole);
    for (std::size_t at = 0; at < whole; at += 1000)
        if (it.client->received[at] != static_cast<char>('a' + at / 1000 % 26)) FAIL(at);
}

TEST_CASE("with marks a producer is asked while no more than the low mark waits", "[limits]") {
    struct large : asynchat::producer {
        explicit large(std::size_t& count) : left(count) {}
        std::string more() override {
            const std::size_t size = std::min<std::size_t>(left, 30'000);
            left -= size;
            return std::string(size, 'p');
        }
        std::size_t& left;
    };
    limited_pair it;
    std::size_t left = 4'000'000;
    it.deafen();
    it.channel->set_water_marks(10'000, 1'000'000);
    it.channel->push_with_producer(std::make_unique<large>(left));
    it.settle();
    CHECK(it.channel->output_size() > 0);
    CHECK(it.channel->output_size() <= 10'000 + 30'000);
    const std::size_t stuck = left;
    CHECK_FALSE(asyncore::poll(5ms, it.map));
    CHECK(left == stuck);
    it.deafen(false);
    wait_until([&] { return it.client->received.size() == 4'000'000; }, 20s, "all", it.map);
    CHECK(it.channel->told.empty());
}

TEST_CASE("water marks may be taken off and must be in order", "[limits]") {
    limited_pair it;
    CHECK_THROWS_AS(it.channel->set_water_marks(5, 5), std::invalid_argument);
    it.block_below(10, 100);
    it.channel->set_water_marks(0, 0);
    it.channel->push(std::string(1000, 'x'));
    CHECK(it.channel->told.empty());
    it.channel->set_water_marks(1, 2); // what waits already is told
    CHECK(it.channel->told == "H");
}
