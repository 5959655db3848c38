#include "asyncore/log.hpp"
#include "asyncore/socket_map.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <string_view>

using asyncore::socket_map;

TEST_CASE("the map finds a channel by its descriptor and keeps it alive", "[socket_map]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const int fd = near.get();
    const std::weak_ptr<peer> channel = asyncore::make<peer>(std::move(near), map);
    REQUIRE(map.find(fd));
    CHECK(map.find(fd) == channel.lock());
    CHECK_FALSE(map.find(-1));
    CHECK_FALSE(map.find(100000));
    map.find(fd)->close();
    CHECK(channel.expired());
    CHECK(map.empty());
}

TEST_CASE("a channel taken out of the map keeps its descriptor", "[socket_map]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<peer>(std::move(near), map);
    channel->del_channel();
    CHECK(map.empty());
    CHECK(channel->fileno() >= 0);
    channel->add_channel();
    CHECK(map.size() == 1);
}

TEST_CASE("a map that ends closes its channels", "[socket_map]") {
    auto [near, far] = socket_pair();
    std::shared_ptr<peer> channel;
    {
        socket_map map;
        channel = asyncore::make<peer>(std::move(near), map);
    }
    CHECK(channel->closing());
    CHECK(channel->fileno() == -1);
}

TEST_CASE("a map that ends closes its channels whatever one of them throws", "[socket_map]") {
    struct stubborn : peer {
        using peer::peer;
        void close() override { throw 1; }
    };
    auto [near, far] = socket_pair();
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged = text; });
    std::shared_ptr<peer> other;
    {
        socket_map map;
        asyncore::make<stubborn>(std::move(near), map);
        other = asyncore::make<peer>(std::move(far), map);
    }
    asyncore::set_log_sink({});
    CHECK(other->closing());
    CHECK(logged == "close_all: int");
}

TEST_CASE("the scratch buffer is lent once and made again for a second borrower", "[socket_map]") {
    socket_map map;
    char* first = nullptr;
    {
        asyncore::scratch_buffer one(map);
        first = one.data();
        asyncore::scratch_buffer two(map);
        CHECK(one.data() != two.data());
    }
    asyncore::scratch_buffer again(map);
    CHECK(again.data() == first);
}
