#include "asyncore/errors.hpp"
#include "tests/asynchat/chat_pair.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <sys/socket.h>

using namespace std::chrono_literals;
using asyncore::socket_map;
using asyncore::unique_fd;

TEST_CASE("lines are collected and their ends found however they are cut", "[async_chat]") {
    const std::string input = "one\r\ntwo\r\n\r\nthr\ree\r\n";
    for (std::size_t cut = 0; cut <= input.size(); ++cut) {
        pair_of it;
        it.channel->set_terminator("\r\n");
        it.client->say(input.substr(0, cut));
        while (asyncore::poll(0ms, it.map)) {
        }
        it.client->say(input.substr(cut));
        it.notes("one|two||thr\ree|");
    }
}

TEST_CASE("a terminator changed in found_terminator holds for bytes already received",
          "[async_chat]") {
    // A header, five bytes of body, then lines: all in one read, or cut anywhere.
    const std::string input = "5\r\n\r\nab\r\ncline\nrest\n";
    for (std::size_t cut = 0; cut <= input.size(); ++cut) {
        pair_of it;
        int found = 0;
        it.channel->set_terminator("\r\n\r\n");
        it.channel->on_terminator = [&](chat& self) {
            if (++found == 1)
                self.set_terminator(5);
            else
                self.set_terminator("\n");
        };
        it.client->say(input.substr(0, cut));
        while (asyncore::poll(0ms, it.map)) {
        }
        it.client->say(input.substr(cut));
        it.notes("5|ab\r\nc|line|rest|");
    }
}

TEST_CASE("without a terminator all input is collected", "[async_chat]") {
    pair_of it;
    it.client->say("whatever\r\ncomes");
    it.notes("whatever\r\ncomes");
}

TEST_CASE("a count larger than a buffer is collected in pieces", "[async_chat]") {
    pair_of it;
    it.channel->set_terminator(300000);
    it.client->say(std::string(300000, 'x') + "after");
    wait_until([&] { return it.channel->notes.size() == 300006; }, 5s, "all input", it.map);
    CHECK(it.channel->notes.substr(300000) == "|after");
    CHECK(it.channel->most_collected <= 65536);
}

TEST_CASE("answers pushed while lines are dealt with arrive in order", "[async_chat]") {
    pair_of it;
    it.channel->set_terminator("\n");
    it.channel->on_terminator = [](chat& self) {
        self.push(std::exchange(self.notes, {}));
        self.push_with_producer(std::make_unique<asynchat::simple_producer>("<>", 1));
    };
    it.client->say("a\nb\nc\n");
    it.client->hear("a|<>b|<>c|<>");
}

TEST_CASE("close_when_done closes after everything was sent", "[async_chat]") {
    pair_of it;
    const std::string much(2'000'000, 'm');
    it.channel->push(much);
    it.channel->push_with_producer(std::make_unique<asynchat::simple_producer>("end"));
    it.channel->close_when_done();
    it.client->hear_the_end();
    CHECK(it.client->received == much + "end");
    CHECK(it.channel->closing());
}

TEST_CASE("the end of output comes once to a channel that does not close at it", "[async_chat]") {
    struct staying : chat {
        using chat::chat;
        int ends = 0;
        void handle_close() override { ++ends; }
    };
    pair_with<staying> it;
    it.channel->push("all");
    it.channel->close_when_done();
    it.settle();
    CHECK(it.channel->ends == 1);
    CHECK_FALSE(it.channel->output_pending());
    CHECK_FALSE(it.channel->writable());
    it.channel->push(" the same");
    it.client->hear("all the same");
    CHECK(it.channel->ends == 1);
}

TEST_CASE("what is pushed before exit_now is sent when the loop is entered again", "[async_chat]") {
    pair_of it;
    it.channel->set_terminator("\n");
    it.channel->on_terminator = [](chat& self) {
        self.push("answer");
        throw asyncore::exit_now();
    };
    it.client->say("question\n");
    CHECK_THROWS_AS(asyncore::loop({}, it.map), asyncore::exit_now);
    it.client->hear("answer");
}

TEST_CASE("a slow reader costs one buffer and no asking", "[async_chat]") {
    struct endless : asynchat::producer {
        explicit endless(std::size_t& count) : produced(count) {}
        std::string more() override {
            produced += 4096;
            return std::string(4096, 'e');
        }
        std::size_t& produced;
    };
    pair_of it;
    std::size_t produced = 0;
    it.client->listens = false;
    it.client->interest_changed();
    it.channel->push_with_producer(std::make_unique<endless>(produced));
    while (asyncore::poll(0ms, it.map)) {
    }
    const std::size_t stuck = produced;
    CHECK(stuck < 2'000'000);
    CHECK(it.channel->output_size() <= 65536 + 4096);
    CHECK_FALSE(asyncore::poll(5ms, it.map));
    CHECK(produced == stuck);
    it.client->listens = true;
    it.client->interest_changed();
    wait_until([&] { return produced > stuck * 3; }, 5s, "the reader reads on", it.map);
}

TEST_CASE("output waits without cost for a producer that is not ready", "[async_chat]") {
    struct later : asynchat::producer {
        explicit later(std::string& source) : text(source) {}
        std::string more() override { return std::exchange(text, {}); }
        bool ready() override { return !text.empty(); }
        std::string& text;
    };
    pair_of it;
    std::string text;
    it.channel->push_with_producer(std::make_unique<later>(text));
    CHECK_FALSE(asyncore::poll(5ms, it.map));
    text = "now";
    it.channel->resume_output();
    it.client->hear("now");
    CHECK_FALSE(asyncore::poll(5ms, it.map));
}

TEST_CASE("paused input is held back and bounded and then collected in order", "[async_chat]") {
    pair_of it;
    it.channel->set_terminator("\n");
    it.channel->on_terminator = [](chat& self) { self.pause_input(); };
    it.client->say("one\ntwo\n" + std::string(1'000'000, 'x') + "\n");
    it.notes("one|");
    while (asyncore::poll(0ms, it.map)) {
    }
    CHECK(it.channel->notes == "one|");
    it.channel->resume_input();
    it.notes("one|two|");
    it.channel->on_terminator = nullptr;
    it.channel->resume_input();
    it.notes("one|two|" + std::string(1'000'000, 'x') + "|");
}

TEST_CASE("a peer that leaves is noticed while input is paused", "[async_chat]") {
    pair_of it;
    it.channel->pause_input();
    it.client->say("unread");
    it.client->close();
    wait_until([&] { return it.channel->closing(); }, 5s, "the channel closed", it.map);
    CHECK(it.channel->notes.empty());
}

TEST_CASE("a channel closed in found_terminator collects no more", "[async_chat]") {
    pair_of it;
    it.channel->set_terminator("\n");
    it.channel->on_terminator = [](chat& self) { self.close(); };
    it.client->say("one\ntwo\n");
    it.client->hear_the_end();
    CHECK(it.channel->notes == "one|");
}

TEST_CASE("a loop run inside found_terminator keeps the order of input", "[async_chat]") {
    pair_of it;
    it.channel->set_terminator("\n");
    bool nested = false;
    it.channel->on_terminator = [&](chat&) {
        if (std::exchange(nested, true)) return;
        it.client->say("three\n");
        asyncore::poll(1s, it.map);
        asyncore::poll(0ms, it.map);
    };
    it.client->say("one\ntwo\n");
    it.notes("one|two|three|");
}

TEST_CASE("discard_buffers forgets what waits in both directions", "[async_chat]") {
    pair_of it;
    it.client->listens = false;
    it.client->interest_changed();
    it.channel->set_terminator("\n");
    it.channel->pause_input();
    it.client->say("unread\n");
    it.channel->push(std::string(5'000'000, 'x'));
    while (asyncore::poll(0ms, it.map)) {
    }
    CHECK(it.channel->input_held());
    CHECK(it.channel->output_pending());
    it.channel->discard_buffers();
    CHECK_FALSE(it.channel->input_held());
    CHECK_FALSE(it.channel->output_pending());
    it.channel->resume_input();
    it.client->say("read\n");
    it.notes("read|");
}

TEST_CASE("discard_buffers in found_terminator forgets the rest of what was read", "[async_chat]") {
    pair_of it;
    it.channel->set_terminator("\n");
    it.channel->on_terminator = [](chat& self) {
        if (self.notes == "one|") self.discard_buffers();
    };
    it.client->say("one\ntwo\nthr");
    it.notes("one|");
    it.client->say("four\nfive\n");
    it.notes("one|four|five|");
}

TEST_CASE("what found_terminator throws loses no answer before it and no input after it",
          "[async_chat]") {
    struct open_on_error : chat {
        using chat::chat;
        void handle_error() override { notes += "error "; }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<open_on_error>(std::move(near), map);
    const auto client = asyncore::make<peer>(std::move(far), map);
    channel->set_terminator("\n");
    channel->on_terminator = [](chat& self) {
        if (self.notes.ends_with("bad|")) throw std::runtime_error("bad line");
        self.push("ok\n");
    };
    client->say("good\nbad\nafter\n");
    client->hear("ok\n");
    client->say("more\n");
    client->hear("ok\nok\n");
    CHECK(channel->notes == "good|bad|error after|more|");
}

TEST_CASE("answers pushed before a channel is closed in a hook reach the peer", "[async_chat]") {
    const std::string input = "one\ntwo\nthree\n";
    for (std::size_t cut = 0; cut <= input.size(); ++cut) {
        pair_of it;
        it.channel->set_terminator("\n");
        it.channel->on_terminator = [](chat& self) {
            self.push("ok\n");
            if (self.notes.ends_with("two|")) self.close();
        };
        it.client->say(input.substr(0, cut));
        while (asyncore::poll(0ms, it.map)) {
        }
        if (!it.client->finished) it.client->say(input.substr(cut));
        it.client->hear_the_end();
        CHECK(it.client->received == "ok\nok\n");
        CHECK(it.channel->notes == "one|two|");
    }
}

TEST_CASE("a terminator of a negative length is refused", "[async_chat]") {
    pair_of it;
    it.channel->set_terminator(3);
    CHECK_THROWS_AS(it.channel->set_terminator(-1), std::invalid_argument);
    CHECK(it.channel->get_terminator().count() == 3);
}

TEST_CASE("pushing before the connection is there sends once it is", "[async_chat]") {
    struct server : asyncore::dispatcher {
        explicit server(socket_map& m) : dispatcher(m) {
            create_socket();
            bind(asyncore::address::ip("127.0.0.1", 0));
            listen();
        }
        void handle_accepted(unique_fd socket, const asyncore::address&) override {
            client = asyncore::make<peer>(std::move(socket), map());
        }
        std::shared_ptr<peer> client;
    };
    socket_map map;
    const auto listening = asyncore::make<server>(map);
    const auto channel = asyncore::make<chat>(map);
    channel->create_socket();
    channel->push("early");
    channel->connect(listening->addr());
    wait_until([&] { return listening->client != nullptr; }, 5s, "the server accepted", map);
    listening->client->hear("early");
}
