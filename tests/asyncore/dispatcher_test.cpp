#include "asyncore/asyncore.hpp"
#include "tests/asyncore/faults.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::dispatcher;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

// Sends back what it gets.
struct echo : dispatcher {
    using dispatcher::dispatcher;
    bool writable() override { return false; }
    void handle_read() override {
        char buffer[1024];
        const std::size_t size = recv(buffer, sizeof buffer);
        if (size > 0) send({buffer, size});
    }
    void handle_close() override { close(); }
};

struct echo_server : dispatcher {
    echo_server(const address& local, socket_map& map) : dispatcher(map) {
        create_socket(local.family());
        if (local.family() != AF_UNIX) set_reuse_addr();
        bind(local);
        listen();
    }
    void handle_accepted(unique_fd socket, const address& from) override {
        peers.push_back(from);
        asyncore::make<echo>(std::move(socket), map());
    }
    std::vector<address> peers;
};

// A channel that notes each hook it is called in.
struct noting : dispatcher {
    using dispatcher::dispatcher;
    std::vector<std::string> notes;
    std::string error;
    bool writes = false;

    bool writable() override { return writes; }
    void handle_connect() override { notes.emplace_back("connect"); }
    void handle_read() override {
        notes.emplace_back("read");
        char buffer[1024];
        recv(buffer, sizeof buffer);
    }
    void handle_write() override { notes.emplace_back("write"); }
    void handle_expt() override {
        notes.emplace_back("expt");
        char urgent;
        ::recv(fileno(), &urgent, 1, MSG_OOB);
    }
    void handle_close() override {
        notes.emplace_back("close");
        close();
    }
    void handle_error() override {
        notes.emplace_back("error");
        try {
            throw;
        } catch (const std::exception& thrown) {
            error = thrown.what();
        }
        close();
    }
};

// Accepts one peer and makes a Channel of it.
template <class Channel>
struct server_of_one : dispatcher {
    explicit server_of_one(socket_map& m) : dispatcher(m) {
        create_socket();
        bind(address::ip("127.0.0.1", 0));
        listen();
    }
    server_of_one(socket_map& m, bool v6only) : dispatcher(m) {
        create_socket(AF_INET6);
        set_v6only(v6only);
        bind(address::ip("::", 0));
        listen();
    }
    void handle_accepted(unique_fd socket, const address&) override {
        channel = asyncore::make<Channel>(std::move(socket), map());
    }
    std::shared_ptr<Channel> channel;
};

void turn_until_note(noting& channel, const std::string& note) {
    wait_until([&] { return !channel.notes.empty() && channel.notes.back() == note; }, 5s, note,
               channel.map());
}

} // namespace

TEST_CASE("what is sent to an echo server comes back over every family", "[dispatcher]") {
    const temp_dir dir;
    for (const address& local : {address::ip("127.0.0.1", 0), address::ip("::1", 0),
                                 address::unix_path(dir.path() + "/echo.sock")}) {
        socket_map map;
        const auto server = asyncore::make<echo_server>(local, map);
        CHECK(server->accepting());
        const auto client = asyncore::make<peer>(map);
        client->create_socket(local.family());
        client->connect(server->addr());
        wait_until([&] { return client->connected(); }, 5s, "the client is connected", map);
        client->say("hello");
        client->hear("hello");
        REQUIRE(server->peers.size() == 1);
        CHECK(server->peers[0].family() == local.family());
        CHECK(client->addr() == server->addr());
    }
}

TEST_CASE("a connect that fails late arrives in handle_error with its reason", "[dispatcher]") {
    socket_map map;
    address closed;
    {
        const auto server = asyncore::make<echo_server>(address::ip("127.0.0.1", 0), map);
        closed = server->addr();
        server->close();
    }
    const auto client = asyncore::make<noting>(map);
    client->create_socket();
    client->connect(closed);
    turn_until_note(*client, "error");
    CHECK_THAT(client->error, Catch::Contains("Connection refused"));
    CHECK(map.empty());
}

TEST_CASE("a Unix socket that is not there fails at once", "[dispatcher]") {
    socket_map map;
    const auto client = asyncore::make<noting>(map);
    client->create_socket(AF_UNIX);
    CHECK_THROWS_WITH(client->connect(address::unix_path("/nowhere/at/all")),
                      Catch::Contains("No such file") && Catch::Contains("/nowhere/at/all"));
}

TEST_CASE("a socket not yet connected makes no events", "[dispatcher]") {
    socket_map map;
    const auto client = asyncore::make<noting>(map);
    client->create_socket();
    CHECK_FALSE(asyncore::poll(0ms, map));
    CHECK(client->notes.empty());
}

TEST_CASE("a channel waits for writable only while its predicate says so", "[dispatcher]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<noting>(std::move(near), map);
    asyncore::poll(0ms, map);
    CHECK(channel->notes.empty());
    channel->writes = true;
    asyncore::poll(0ms, map);
    CHECK(channel->notes.empty()); // it has not been told
    channel->interest_changed();
    turn_until_note(*channel, "write");
}

TEST_CASE("out-of-band data arrives in handle_expt", "[dispatcher]") {
    socket_map map;
    const auto server = asyncore::make<server_of_one<noting>>(map);
    const auto client = asyncore::make<peer>(map);
    client->create_socket();
    client->connect(server->addr());
    wait_until([&] { return server->channel != nullptr; }, 5s, "the channel is there", map);
    CHECK(::send(client->fileno(), "!", 1, MSG_OOB) == 1);
    turn_until_note(*server->channel, "expt");
}

TEST_CASE("out-of-band data overtakes what was sent before it and leaves that whole",
          "[dispatcher]") {
    struct urgent : noting {
        using noting::noting;
        std::string text;
        std::string alarm;
        void handle_read() override {
            char buffer[64];
            text.append(buffer, recv(buffer, sizeof buffer));
        }
        void handle_expt() override {
            char byte = 0;
            if (::recv(fileno(), &byte, 1, MSG_OOB) == 1) alarm += byte;
        }
    };
    socket_map map;
    const auto server = asyncore::make<server_of_one<urgent>>(map);
    const auto client = asyncore::make<peer>(map);
    client->create_socket();
    client->connect(server->addr());
    wait_until([&] { return server->channel != nullptr; }, 5s, "the channel is there", map);
    for (const char* alarm : {"!", "?"}) {
        client->say("before ");
        CHECK(::send(client->fileno(), alarm, 1, MSG_OOB) == 1);
        client->say("after ");
        wait_until([&] { return server->channel->alarm.ends_with(alarm); }, 5s, "alarm", map);
    }
    const std::string whole = "before after before after ";
    wait_until([&] { return server->channel->text.size() >= whole.size(); }, 5s, "text", map);
    CHECK(server->channel->text == whole);
    CHECK(server->channel->alarm == "!?");
    CHECK_FALSE(asyncore::poll(5ms, map));
}

TEST_CASE("a peer that resets becomes handle_close once whatever is waited for", "[dispatcher]") {
    for (const bool writes : {false, true}) {
        socket_map map;
        const auto server = asyncore::make<server_of_one<noting>>(map);
        const auto client = asyncore::make<peer>(map);
        client->create_socket();
        client->connect(server->addr());
        wait_until([&] { return server->channel != nullptr; }, 5s, "the channel is there", map);
        const auto channel = server->channel;
        channel->writes = writes;
        channel->interest_changed();
        const linger at_once{1, 0};
        CHECK(::setsockopt(client->fileno(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
        client->close();
        turn_until_note(*channel, "close");
        CHECK(std::count(channel->notes.begin(), channel->notes.end(), "close") == 1);
        CHECK(channel->error.empty());
    }
}

TEST_CASE("a peer that half-closes may still be answered", "[dispatcher]") {
    struct polite : noting {
        using noting::noting;
        bool ended = false;
        bool readable() override { return !ended; }
        void handle_eof() override {
            ended = true;
            send("the answer");
            close();
        }
    };
    socket_map map;
    const auto server = asyncore::make<server_of_one<polite>>(map);
    const auto client = asyncore::make<peer>(map);
    client->create_socket();
    client->connect(server->addr());
    wait_until([&] { return client->connected(); }, 5s, "the client is connected", map);
    client->say("the question");
    client->half_close();
    client->hear("the answer");
    client->hear_the_end();
}

TEST_CASE("a peer that vanished without a word is noticed when something is sent", "[dispatcher]") {
    socket_map map;
    const auto server = asyncore::make<server_of_one<noting>>(map);
    const auto client = asyncore::make<peer>(map);
    client->create_socket();
    client->connect(server->addr());
    wait_until([&] { return server->channel != nullptr; }, 5s, "the channel is there", map);
    const int on = 1; // a socket under repair is closed without telling its peer
    if (::setsockopt(client->fileno(), IPPROTO_TCP, TCP_REPAIR, &on, sizeof on) != 0) {
        WARN("only root may let a socket vanish");
        return;
    }
    client->close();
    while (asyncore::poll(5ms, map)) {
    }
    CHECK(server->channel->notes.empty());
    CHECK(server->channel->send("anyone?") == 7);
    turn_until_note(*server->channel, "close");
}

TEST_CASE("an IPv6 listener takes IPv4 unless it is told not to", "[dispatcher]") {
    for (const bool only : {false, true}) {
        socket_map map;
        const auto server = asyncore::make<server_of_one<noting>>(map, only);
        const auto client = asyncore::make<noting>(map);
        client->create_socket();
        client->connect(address::ip("127.0.0.1", server->addr().port()));
        wait_until([&] { return !client->notes.empty(); }, 5s, "something happened", map);
        CHECK(client->notes.front() == (only ? "error" : "connect"));
        if (only) continue;
        wait_until([&] { return server->channel != nullptr; }, 5s, "the channel is there", map);
        CHECK(server->channel->addr().host() == "::ffff:127.0.0.1");
        CHECK(server->channel->addr().is_loopback());
    }
}

TEST_CASE("out-of-band data that no hook takes is dropped", "[dispatcher]") {
    struct careless : noting {
        using noting::noting;
        void handle_expt() override { notes.emplace_back("expt"); }
    };
    socket_map map;
    const auto server = asyncore::make<server_of_one<careless>>(map);
    const auto client = asyncore::make<peer>(map);
    client->create_socket();
    client->connect(server->addr());
    wait_until([&] { return server->channel != nullptr; }, 5s, "the channel is there", map);
    CHECK(::send(client->fileno(), "!", 1, MSG_OOB) == 1);
    turn_until_note(*server->channel, "expt");
    while (asyncore::poll(0ms, map)) {
    }
    CHECK(server->channel->notes == std::vector<std::string>{"expt"});
}

TEST_CASE("a peer that finishes becomes handle_close", "[dispatcher]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<noting>(std::move(near), map);
    far.reset();
    turn_until_note(*channel, "close");
    CHECK(channel->notes == std::vector<std::string>{"read", "close"});
    CHECK(map.empty());
    CHECK(channel->closing());
}

TEST_CASE("sending to a peer that is gone becomes handle_close and sends nothing", "[dispatcher]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<noting>(std::move(near), map);
    far.reset();
    CHECK(channel->send("x") == 0);
    CHECK(channel->notes == std::vector<std::string>{"close"});
}

namespace {

// What send_both() sends is to be told from what send() does.
struct sending_in_one_call : noting {
    using dispatcher::send_in_one_call;
    using noting::noting;
    std::size_t send(std::string_view data) override {
        given += std::string(data) + ",";
        return noting::send(data.substr(0, most));
    }
    std::size_t most = 100;
    std::string given;
};

std::string read_all(const unique_fd& socket) {
    std::string all(1000, '\0');
    const ssize_t got = ::recv(socket.get(), all.data(), all.size(), MSG_DONTWAIT);
    all.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return all;
}

} // namespace

TEST_CASE("two pieces sent together are given to send one after the other", "[dispatcher]") {
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<sending_in_one_call>(std::move(near), map);
    CHECK(channel->send_both("first", "second") == 11);
    CHECK(read_all(far) == "firstsecond");
    CHECK(channel->send_both("first", "") == 5);
    channel->most = 3;
    CHECK(channel->send_both("first", "second") == 3);
    CHECK(channel->given == "first,second,first,first,");
    far.reset();
    CHECK(channel->send_both("first", "second") == 0);
    CHECK(channel->notes == std::vector<std::string>{"close"});
}

TEST_CASE("two pieces sent in one call arrive as one", "[dispatcher]") {
    socket_map map;
    auto [near, far] = socket_pair(SOCK_SEQPACKET);
    const auto channel = asyncore::make<sending_in_one_call>(std::move(near), map);
    CHECK(channel->send_in_one_call("first", "second") == 11);
    CHECK(read_all(far) == "firstsecond");
    CHECK(channel->given.empty());
    far.reset();
    CHECK(channel->send_in_one_call("first", "second") == 0);
    CHECK(channel->notes == std::vector<std::string>{"close"});
}

TEST_CASE("a channel that is not readable still notices a hang-up", "[dispatcher]") {
    struct deaf : noting {
        using noting::noting;
        bool readable() override { return false; }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<deaf>(std::move(near), map);
    far.reset();
    turn_until_note(*channel, "close");
    CHECK(channel->notes == std::vector<std::string>{"close"});
}

TEST_CASE("an exception closes its own channel and leaves the others alone", "[dispatcher]") {
    struct thrower : dispatcher {
        using dispatcher::dispatcher;
        bool writable() override { return false; }
        void handle_read() override { throw std::runtime_error("no good"); }
        void handle_close() override { close(); }
    };
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    socket_map map;
    auto [near, far] = socket_pair();
    auto [other_near, other_far] = socket_pair();
    asyncore::make<thrower>(std::move(near), map);
    asyncore::make<echo>(std::move(other_near), map);
    const auto victim = asyncore::make<peer>(std::move(far), map);
    const auto bystander = asyncore::make<peer>(std::move(other_far), map);
    victim->say("x");
    bystander->say("still here");
    bystander->hear("still here");
    victim->hear_the_end();
    asyncore::set_log_sink({});
    CHECK_THAT(logged, Catch::Contains("uncaptured exception") && Catch::Contains("no good") &&
                           Catch::Contains("thrower"));
}

TEST_CASE("an error of a gone peer thrown by a hook becomes handle_close", "[dispatcher]") {
    struct reset_by_hook : noting {
        using noting::noting;
        void handle_read() override { asyncore::throw_errno(ECONNRESET, "by the hook"); }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<reset_by_hook>(std::move(near), map);
    CHECK(::write(far.get(), "x", 1) == 1);
    turn_until_note(*channel, "close");
    CHECK(channel->error.empty());
}

TEST_CASE("exit_now leaves the loop and the channel open", "[dispatcher]") {
    struct leaver : dispatcher {
        using dispatcher::dispatcher;
        bool writable() override { return false; }
        void handle_read() override { throw asyncore::exit_now(); }
    };
    socket_map map;
    auto [near, far] = socket_pair();
    const auto channel = asyncore::make<leaver>(std::move(near), map);
    CHECK(::write(far.get(), "x", 1) == 1);
    CHECK_THROWS_AS(asyncore::loop({}, map), asyncore::exit_now);
    CHECK(map.size() == 1);
    CHECK_FALSE(channel->closing());
}

TEST_CASE("a hook may close another channel that is ready in the same turn", "[dispatcher]") {
    struct killer : dispatcher {
        using dispatcher::dispatcher;
        std::vector<std::shared_ptr<dispatcher>>* all = nullptr;
        int* events = nullptr;
        bool writable() override { return false; }
        void handle_read() override {
            ++*events;
            for (const auto& one : *all)
                one->close();
        }
    };
    socket_map map;
    std::vector<std::shared_ptr<dispatcher>> all;
    std::vector<unique_fd> far_ends;
    int events = 0;
    for (int i = 0; i < 4; ++i) {
        auto [near, far] = socket_pair();
        CHECK(::write(far.get(), "x", 1) == 1);
        const auto one = asyncore::make<killer>(std::move(near), map);
        one->all = &all;
        one->events = &events;
        all.push_back(one);
        far_ends.push_back(std::move(far));
    }
    asyncore::poll(1s, map);
    CHECK(events == 1);
    CHECK(map.empty());
}

TEST_CASE("an event meant for a closed descriptor does not reach its successor", "[dispatcher]") {
    // The first to run closes the second and opens a channel that gets the same number.
    struct replacer : dispatcher {
        using dispatcher::dispatcher;
        std::shared_ptr<dispatcher> victim;
        std::shared_ptr<noting> successor;
        unique_fd far_end;
        bool writable() override { return false; }
        void handle_read() override {
            char buffer[8];
            recv(buffer, sizeof buffer);
            if (!victim) return;
            const int number = victim->fileno();
            std::exchange(victim, nullptr)->close();
            int fds[2];
            REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
            REQUIRE((fds[0] == number || fds[1] == number));
            const int same = fds[0] == number ? 0 : 1;
            far_end.reset(fds[1 - same]);
            successor = asyncore::make<noting>(unique_fd(fds[same]), map());
        }
    };
    socket_map map;
    auto [near_one, far_one] = socket_pair();
    auto [near_two, far_two] = socket_pair();
    const auto one = asyncore::make<replacer>(std::move(near_one), map);
    const auto two = asyncore::make<replacer>(std::move(near_two), map);
    one->victim = two;
    two->victim = one;
    CHECK(::write(far_one.get(), "x", 1) == 1);
    CHECK(::write(far_two.get(), "x", 1) == 1);
    for (int i = 0; i < 3; ++i)
        asyncore::poll(0ms, map);
    const auto& ran = one->successor ? one : two;
    REQUIRE(ran->successor);
    CHECK(ran->successor->notes.empty());
}

TEST_CASE("a channel let go inside its own event lives until the event returns", "[dispatcher]") {
    struct suicidal : dispatcher {
        using dispatcher::dispatcher;
        bool* destroyed = nullptr;
        ~suicidal() override { *destroyed = true; }
        bool writable() override { return false; }
        void handle_read() override {
            close();
            CHECK_FALSE(*destroyed);
        }
    };
    bool destroyed = false;
    socket_map map;
    auto [near, far] = socket_pair();
    asyncore::make<suicidal>(std::move(near), map)->destroyed = &destroyed;
    CHECK(::write(far.get(), "x", 1) == 1);
    asyncore::poll(1s, map);
    CHECK(destroyed);
}

TEST_CASE("without descriptors a connection is dropped and the loop does not spin",
          "[dispatcher]") {
    socket_map map;
    const auto server = asyncore::make<echo_server>(address::ip("127.0.0.1", 0), map);
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    const auto client = asyncore::make<peer>(map);
    client->create_socket();
    faults::accepts_without_descriptor = 1;
    client->connect(server->addr());
    client->hear_the_end();
    CHECK_FALSE(asyncore::poll(0ms, map));
    asyncore::set_log_sink({});
    CHECK_THAT(logged, Catch::Contains("Too many open files") && Catch::Contains("dropped (1)"));
    CHECK(server->peers.empty());
}
