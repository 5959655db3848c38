#include "asyncore/stop.hpp"
#include "tests/asynchat/chat_pair.hpp"
#include "tests/asynchat/faults.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <vector>

using namespace std::chrono_literals;

namespace {

// Calls `act` in the hook named `where`, the first time.
struct faulty : chat {
    using chat::chat;
    std::string where;
    std::function<void(faulty&)> act;
    int* errors = nullptr; // how often handle_error() was called
    bool survives = false; // handle_error() leaves it open

    void at(std::string_view hook) {
        if (hook != where) return;
        where.clear();
        act(*this);
    }
    void collect_incoming_data(std::string_view data) override {
        chat::collect_incoming_data(data);
        at("collect_incoming_data");
    }
    void found_terminator() override {
        chat::found_terminator();
        at("found_terminator");
    }
    void handle_high_water() override { at("handle_high_water"); }
    void handle_low_water() override { at("handle_low_water"); }
    void handle_timeout() override { at("handle_timeout"); }
    void handle_stop() override {
        at("handle_stop");
        if (!closing()) chat::handle_stop();
    }
    void handle_close() override {
        at("handle_close");
        chat::handle_close();
    }
    void handle_error() override {
        if (errors) ++*errors;
        at("handle_error");
        if (!survives) close();
    }
};

// Gives one piece.
struct asked : asynchat::producer {
    asked(faulty& f, std::string t) : channel(f), text(std::move(t)) {}
    std::string more() override {
        channel.at("more");
        return std::exchange(text, {});
    }
    faulty& channel;
    std::string text;
};

struct bystander : chat {
    using chat::chat;
    void handle_stop() override {}
};

// Two channels of one map: one that the fault is in, and one that must not notice.
struct faulty_pair : pair_with<faulty> {
    std::shared_ptr<bystander> other;
    std::shared_ptr<peer> other_client;
    std::weak_ptr<faulty> weak; // what becomes of the first when only the map holds it
    bool acted = false;
    int errors = 0;
    faults off_at_the_end;

    faulty_pair() {
        auto [near, far] = socket_pair();
        other = asyncore::make<bystander>(std::move(near), map);
        other->set_terminator("\n");
        other->on_terminator = [](chat& self) { self.push(std::exchange(self.notes, {})); };
        other_client = asyncore::make<unstopped>(std::move(far), map);
        channel->errors = &errors;
    }
    void check_other() {
        other_client->say("still\n");
        other_client->hear("still|");
    }
    void fail_at(const std::string& hook, const std::function<void(faulty&)>& act) {
        channel->where = hook;
        channel->act = [this, act](faulty& self) {
            acted = true;
            act(self);
        };
        use_every_hook(hook);
        INFO(hook);
        CHECK(acted);
        CHECK(weak.expired());
    }

private:
    template <class Step>
    void run(Step step) {
        if (const auto alive = weak.lock(); alive && !alive->closing()) step(*alive);
        settle();
    }
    // What makes each hook be called, and then the peer leaves.
    void use_every_hook(const std::string& hook) {
        weak = std::exchange(channel, nullptr);
        run([](faulty& it) { it.set_terminator("\n"); });
        run([](faulty& it) { it.set_water_marks(10, 1000); });
        run([&](faulty&) { client->say("one\ntwo\n"); });
        run([](faulty& it) { it.push_with_producer(std::make_unique<asked>(it, "made")); });
        run([&](faulty& it) {
            deafen();
            it.push(std::string(1'000'000, 'x'));
        });
        run([&](faulty&) { deafen(false); });
        if (hook == "handle_timeout") {
            run([](faulty& it) { it.set_idle_timeout(1ms); });
            wait_until([&] { return acted; }, 5s, hook, map);
        }
        if (hook == "handle_error")
            run([&](faulty& it) {
                it.on_terminator = [](chat&) { throw std::runtime_error("an error to handle"); };
                client->say("three\n");
            });
        if (hook == "handle_stop") run([&](faulty&) { asyncore::stop(1h, map); });
        settle();
        client->close();
        settle();
    }
};

const std::vector<std::string> hooks = {
    "collect_incoming_data", "found_terminator", "more",       "handle_high_water",
    "handle_low_water",      "handle_timeout",   "handle_stop"};
// Also those that end a channel, in which nothing more may be thrown.
const std::vector<std::string> all_hooks = [] {
    auto all = hooks;
    all.insert(all.end(), {"handle_close", "handle_error"});
    return all;
}();

} // namespace

TEST_CASE("a hook that throws has its channel told and gone and no other", "[faults]") {
    for (const auto& hook : hooks) {
        faulty_pair it;
        it.fail_at(hook, [](faulty&) { throw std::runtime_error("in a hook"); });
        CHECK(it.errors == 1);
        it.check_other();
    }
}

TEST_CASE("a hook that throws what means a lost peer closes its channel without an error",
          "[faults]") {
    for (const auto& hook : hooks) {
        faulty_pair it;
        it.fail_at(hook, [](faulty&) { throw std::system_error(EPIPE, std::generic_category()); });
        CHECK(it.errors == 0);
        it.check_other();
    }
}

TEST_CASE("a channel may close and so destroy itself in any hook", "[faults]") {
    for (const auto& hook : all_hooks) {
        faulty_pair it;
        it.fail_at(hook, [](faulty& self) { self.close(); });
        it.check_other();
    }
}

TEST_CASE("a channel may drop its output and end it in any hook", "[faults]") {
    for (const auto& hook : all_hooks) {
        faulty_pair it;
        it.fail_at(hook, [](faulty& self) {
            self.discard_buffers();
            self.push("last");
            self.close_when_done();
        });
        it.check_other();
    }
}

TEST_CASE("any hook may close another channel", "[faults]") {
    for (const auto& hook : all_hooks) {
        faulty_pair it;
        it.fail_at(hook, [&](faulty&) {
            it.other->close();
            it.other.reset();
        });
        it.other_client->hear_the_end();
    }
}

TEST_CASE("what any hook pushes is sent", "[faults]") {
    for (const auto& hook : hooks) {
        faulty_pair it;
        it.fail_at(hook, [](faulty& self) {
            self.push("<pushed>");
            self.push_with_producer(std::make_unique<asked>(self, "<made>"));
        });
        INFO(hook);
        CHECK(it.client->received.find("<pushed>") != std::string::npos);
        CHECK(it.client->received.find("<made>") != std::string::npos);
    }
}

TEST_CASE("any hook may push to another channel", "[faults]") {
    for (const auto& hook : all_hooks) {
        faulty_pair it;
        it.fail_at(hook, [&](faulty&) { it.other->push("across"); });
        it.other_client->hear("across");
    }
}

TEST_CASE("channels that push to each other in found_terminator both arrive", "[faults]") {
    faulty_pair it;
    it.channel->set_terminator("\n");
    it.channel->on_terminator = [&](chat&) { it.other->push("from one"); };
    it.other->on_terminator = [&](chat&) { it.channel->push("from other"); };
    it.client->say("a\n");
    it.other_client->say("b\n");
    it.client->hear("from other");
    it.other_client->hear("from one");
}

TEST_CASE("a producer that throws is done with when handle_error leaves the channel open",
          "[faults]") {
    faulty_pair it;
    it.channel->survives = true;
    it.channel->where = "more";
    it.channel->act = [](faulty&) { throw std::runtime_error("not yet"); };
    it.channel->push_with_producer(std::make_unique<asked>(*it.channel, "made"));
    it.channel->push("after");
    it.client->hear("after");
    CHECK(it.client->received == "after");
    CHECK(it.errors == 1);
}

TEST_CASE("a producer that clears the fifo does not take the place of what it pushes then",
          "[faults]") {
    faulty_pair it;
    it.channel->where = "more";
    it.channel->act = [](faulty& self) {
        self.discard_buffers();
        self.push_with_producer(std::make_unique<asked>(self, "second"));
    };
    it.channel->push_with_producer(std::make_unique<asked>(*it.channel, "first"));
    it.client->hear("second");
    CHECK(it.client->received == "second");
}

TEST_CASE("input left by hooks that throw is bounded and not stuck", "[faults]") {
    faulty_pair it;
    it.channel->survives = true;
    it.channel->set_terminator("\n");
    int thrown = 0;
    it.channel->on_terminator = [&](chat&) {
        if (++thrown <= 3000) throw std::runtime_error("refused");
    };
    std::string lines;
    for (int i = 0; i < 100'000; ++i)
        lines += "x\n";
    it.client->say(lines);
    wait_until([&] { return it.channel->notes.size() >= 200'000; }, 20s, "all lines", it.map);
    CHECK(it.errors == 3000);
}

TEST_CASE("short writes lose nothing", "[faults]") {
    for (const std::size_t most : {1, 2, 7, 1000}) {
        faulty_pair it;
        faults::most_sent = most;
        it.channel->push("one,");
        it.channel->push_with_producer(std::make_unique<asynchat::simple_producer>("two,", 3));
        it.channel->push(std::string(20'000, 'x'));
        it.channel->push(",three,");
        it.channel->push_both("four,", std::string(20'000, 'y'));
        it.channel->push_both(",five", std::string());
        it.channel->close_when_done();
        it.client->hear_the_end();
        CHECK(it.client->received == "one,two," + std::string(20'000, 'x') + ",three,four," +
                                         std::string(20'000, 'y') + ",five");
    }
}

TEST_CASE("a send refused with EAGAIN is tried again and loses nothing", "[faults]") {
    faulty_pair it;
    faults::most_sent = 10;
    faults::sends_refused = 1000;
    const std::string text(3000, 'y');
    it.channel->push(text);
    it.client->hear(text);
    CHECK(faults::sends_refused < 1000 - 500);
}

TEST_CASE("a peer lost while sending or receiving closes the channel without an error",
          "[faults]") {
    for (const int error : {ECONNRESET, EPIPE, ENOTCONN}) {
        for (const bool sending : {true, false}) {
            faulty_pair it;
            faults::broken_fd = it.channel->fileno();
            (sending ? faults::send_error : faults::recv_error) = error;
            if (sending)
                it.channel->push("lost");
            else
                it.client->say("unread");
            wait_until([&] { return it.channel->closing(); }, 5s, "the channel closed", it.map);
            CHECK(it.errors == 0);
            faults::broken_fd = -1;
            it.check_other();
        }
    }
}

TEST_CASE("any other error of send or recv is told to handle_error", "[faults]") {
    for (const bool sending : {true, false}) {
        faulty_pair it;
        faults::broken_fd = it.channel->fileno();
        (sending ? faults::send_error : faults::recv_error) = ENOMEM;
        if (sending)
            it.channel->push("lost");
        else
            it.client->say("unread");
        wait_until([&] { return it.channel->closing(); }, 5s, "the channel closed", it.map);
        CHECK(it.errors == 1);
        faults::broken_fd = -1;
        it.check_other();
    }
}
