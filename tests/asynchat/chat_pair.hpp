#pragma once

#include "asynchat/asynchat.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// Notes its input: "text" collected, '|' for each terminator found.
struct chat : asynchat::async_chat {
    using async_chat::async_chat;
    std::string notes;
    std::function<void(chat&)> on_terminator;
    std::size_t most_collected = 0;

    void collect_incoming_data(std::string_view data) override {
        notes.append(data);
        most_collected = std::max(most_collected, data.size());
    }
    void found_terminator() override {
        notes += '|';
        if (on_terminator) on_terminator(*this);
    }
};

/// A channel, and the peer at its other end, which outlives a stop().
template <class Channel>
struct pair_with {
    struct unstopped : peer {
        using peer::peer;
        void handle_stop() override {}
    };

    asyncore::socket_map map;
    std::shared_ptr<Channel> channel;
    std::shared_ptr<peer> client;

    pair_with() {
        auto [near, far] = socket_pair();
        channel = asyncore::make<Channel>(std::move(near), map);
        client = asyncore::make<unstopped>(std::move(far), map);
    }
    void deafen(bool deaf = true) {
        client->listens = !deaf;
        client->interest_changed();
    }
    /// Turns the loop until nothing is ready.
    void settle() {
        while (asyncore::poll(std::chrono::seconds(0), map)) {
        }
    }
    void notes(const std::string& expected) {
        wait_until([&] { return channel->notes.size() >= expected.size(); },
                   std::chrono::seconds(5), expected, map);
        CHECK(channel->notes == expected);
    }
};

using pair_of = pair_with<chat>;
