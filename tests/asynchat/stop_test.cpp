#include "asyncore/stop.hpp"
#include "tests/asynchat/chat_pair.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;

namespace {

const std::string much(3'000'000, 'm');

struct listening : asyncore::dispatcher {
    explicit listening(asyncore::socket_map& m) : dispatcher(m) {
        create_socket();
        bind(asyncore::address::ip("127.0.0.1", 0));
        listen();
    }
};

} // namespace

TEST_CASE("a stopped channel sends what is pushed and then closes", "[stop]") {
    pair_of it;
    it.channel->push(much);
    it.channel->push_with_producer(std::make_unique<asynchat::simple_producer>("end"));
    asyncore::stop(1h, it.map);
    it.client->hear_the_end();
    CHECK(it.client->received == much + "end");
    it.client->close();
    asyncore::loop({}, it.map);
}

TEST_CASE("a stopped channel with nothing to send closes", "[stop]") {
    pair_of it;
    asyncore::stop(1h, it.map);
    it.client->hear_the_end();
    CHECK(it.client->received.empty());
}

TEST_CASE("the hook that stops the map may still answer", "[stop]") {
    pair_of it;
    it.channel->set_terminator("\n");
    it.channel->on_terminator = [](chat& self) {
        asyncore::stop(1h, self.map());
        self.push("bye");
    };
    it.client->say("quit\nmore\n");
    it.client->hear_the_end();
    CHECK(it.client->received.substr(0, 3) == "bye");
}

TEST_CASE("a peer that never reads is closed when the grace is over", "[stop]") {
    pair_of it;
    it.deafen();
    it.channel->push(much);
    asyncore::stop(10ms, it.map);
    wait_until([&] { return it.channel->closing(); }, 5s, "the channel closed", it.map);
    CHECK(it.channel->output_pending());
}

TEST_CASE("what a peer says to a stopped channel is dropped and its output arrives", "[stop]") {
    pair_of it;
    it.channel->push(much);
    asyncore::stop(1h, it.map);
    asyncore::poll(0ms, it.map);
    it.channel->resume_input(); // has no effect any more
    it.client->say(std::string(1'000'000, 'x'));
    it.client->hear_the_end();
    CHECK(it.channel->notes.empty());
    CHECK_FALSE(it.channel->input_held());
    CHECK(it.client->received == much);
}

TEST_CASE("a stopped channel that is still connecting sends what was pushed", "[stop]") {
    struct server : listening {
        using listening::listening;
        void handle_stop_event() override {}
        void handle_accepted(asyncore::unique_fd socket, const asyncore::address&) override {
            client = asyncore::make<pair_of::unstopped>(std::move(socket), map());
        }
        std::shared_ptr<peer> client;
    };
    asyncore::socket_map elsewhere;
    const auto accepting = asyncore::make<server>(elsewhere);
    asyncore::socket_map map;
    const auto channel = asyncore::make<chat>(map);
    channel->create_socket();
    channel->push("early");
    channel->connect(accepting->addr());
    asyncore::stop(1h, map);
    asyncore::loop({}, map);
    wait_until([&] { return accepting->client && accepting->client->finished; }, 5s, "the end",
               elsewhere);
    CHECK(accepting->client->received == "early");
}

TEST_CASE("a stopped channel that never connected closes", "[stop]") {
    asyncore::socket_map map;
    const auto channel = asyncore::make<chat>(map);
    channel->create_socket();
    asyncore::stop(1h, map);
    asyncore::loop({}, map);
    CHECK(channel->closing());
}
