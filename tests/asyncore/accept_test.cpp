#include "asyncore/asyncore.hpp"
#include "tests/asyncore/faults.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

struct echo : asyncore::dispatcher {
    using dispatcher::dispatcher;
    int reads = 0;
    bool writable() override { return false; }
    void handle_read() override {
        ++reads;
        char buffer[256];
        const std::size_t size = recv(buffer, sizeof buffer);
        if (size > 0) send({buffer, size});
    }
    void handle_close() override { close(); }
};

struct echo_server : asyncore::dispatcher {
    explicit echo_server(socket_map& m) : dispatcher(m) {
        create_socket();
        bind(address::ip("127.0.0.1", 0));
        listen();
    }
    void handle_accepted(unique_fd socket, const address&) override {
        ++accepted;
        asyncore::make<echo>(std::move(socket), map());
    }
    int accepted = 0;
};

// What the server's process says when it is told to end.
struct account {
    int log_lines = 0;
    int accepts = 0;     // calls of accept4()
    int connections = 0; // that were served
};

// An echo server in a process of its own, with so many descriptors.
class server_process {
public:
    explicit server_process(rlim_t descriptors) {
        int to[2];
        int from[2];
        REQUIRE(::pipe2(to, O_CLOEXEC) == 0);
        REQUIRE(::pipe2(from, O_CLOEXEC) == 0);
        pid_ = ::fork();
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) {
            ::close(to[1]);
            ::close(from[0]);
            serve(descriptors, unique_fd(to[0]), unique_fd(from[1]));
            ::_exit(0);
        }
        ::close(to[0]);
        ::close(from[1]);
        to_.reset(to[1]);
        from_.reset(from[0]);
        std::uint16_t port = 0;
        REQUIRE(::read(from_.get(), &port, sizeof port) == sizeof port);
        where = address::ip("127.0.0.1", port);
    }
    ~server_process() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    account end() {
        CHECK(::write(to_.get(), "x", 1) == 1);
        account told;
        REQUIRE(::read(from_.get(), &told, sizeof told) == sizeof told);
        ::waitpid(std::exchange(pid_, -1), nullptr, 0);
        return told;
    }
    address where;

private:
    struct word : asyncore::file_dispatcher {
        using file_dispatcher::file_dispatcher;
        bool writable() override { return false; }
        void handle_read() override { throw asyncore::exit_now(); }
    };

    static void serve(rlim_t descriptors, unique_fd in, unique_fd out) {
        ::alarm(100);
        account told;
        asyncore::set_log_sink([&](asyncore::log_level, std::string_view) { ++told.log_lines; });
        rlimit limit{};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = descriptors;
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) ::_exit(3);
        faults::accepts = 0;
        socket_map map;
        const auto server = asyncore::make<echo_server>(map);
        asyncore::make<word>(std::move(in), map);
        const std::uint16_t port = server->addr().port();
        if (::write(out.get(), &port, sizeof port) < 0) ::_exit(4);
        try {
            asyncore::loop({}, map);
        } catch (const asyncore::exit_now&) {
        }
        told.accepts = faults::accepts;
        told.connections = server->accepted;
        if (::write(out.get(), &told, sizeof told) < 0) ::_exit(5);
        ::_exit(0);
    }

    pid_t pid_ = -1;
    unique_fd to_;
    unique_fd from_;
};

std::shared_ptr<peer> connected_to(const address& where, socket_map& map) {
    auto one = asyncore::make<peer>(map);
    one->create_socket();
    one->connect(where);
    return one;
}

} // namespace

TEST_CASE("a live channel has its turn while connections wait", "[accept]") {
    socket_map map;
    const auto server = asyncore::make<echo_server>(map);
    auto [near, far] = socket_pair();
    const auto live = asyncore::make<echo>(std::move(near), map);
    socket_map clients;
    std::vector<std::shared_ptr<peer>> waiting;
    for (int i = 0; i < 300; ++i)
        waiting.push_back(connected_to(server->addr(), clients));
    for (int ping = 1; ping <= 3; ++ping) {
        CHECK(::write(far.get(), "ping", 4) == 4);
        const int before = server->accepted;
        wait_until([&] { return live->reads == ping; }, 5s, "the live channel was served", map);
        CHECK(server->accepted - before <= 2 * 64);
    }
    CHECK(server->accepted < 300);
    wait_until([&] { return server->accepted == 300; }, 10s, "all were served", map);
}

TEST_CASE("a storm of connections is served whole", "[accept]") {
    const std::size_t limit = asyncore::raise_descriptor_limit();
    const std::size_t storm = std::min<std::size_t>(10000, limit - 200);
    if (storm < 10000) WARN("only " << storm << " descriptors may be opened here");
    server_process server(limit);
    socket_map map;
    const auto live = connected_to(server.where, map);
    std::vector<std::shared_ptr<peer>> all;
    for (std::size_t i = 0; i < storm; ++i) {
        all.push_back(connected_to(server.where, map));
        all.back()->say("hello");
        if (i % 500 != 0) continue;
        live->say("still here?");
        live->hear("still here?");
        live->received.clear();
    }
    for (const auto& one : all)
        one->hear("hello");
    const account told = server.end();
    CHECK(told.connections == static_cast<int>(storm) + 1);
    CHECK(told.log_lines == 0);
}

TEST_CASE("out of descriptors the server serves those it has and says so once", "[accept]") {
    constexpr int crowd = 300;
    server_process server(64);
    socket_map map;
    const auto live = connected_to(server.where, map);
    live->say("first");
    live->hear("first");
    std::vector<std::shared_ptr<peer>> all;
    for (int i = 0; i < crowd; ++i) {
        all.push_back(connected_to(server.where, map));
        all.back()->say("x");
    }
    const auto served = [](const auto& one) { return one->received == "x"; };
    wait_until(
        [&] {
            return std::all_of(all.begin(), all.end(),
                               [&](const auto& one) { return served(one) || one->finished; });
        },
        30s, "everyone was served or told", map);
    const auto lucky = std::count_if(all.begin(), all.end(), served);
    CHECK(lucky > 20);
    CHECK(lucky < 64);
    live->say("second");
    live->hear("second");

    // Descriptors come back, and with them the service.
    all.clear();
    for (const auto& channel : map.channels())
        if (channel != live) channel->close();
    wait_until(
        [&] {
            const auto late = connected_to(server.where, map);
            late->say("late");
            wait_until([&] { return late->finished || late->received == "late"; }, 10s,
                       "an answer or the end", map);
            const bool answered = late->received == "late";
            late->close();
            return answered;
        },
        30s, "a newcomer is served", map);
    const account told = server.end();
    CHECK(told.log_lines == 1);
    // One that finds none, and one that drops, for each; and not a loop that spins.
    CHECK(told.accepts < 4 * crowd + 100);
}

TEST_CASE("a listener that cannot even drop a connection rests and then serves it", "[accept]") {
    std::vector<std::string> logged;
    asyncore::set_log_sink(
        [&](asyncore::log_level, std::string_view text) { logged.emplace_back(text); });
    socket_map map;
    const auto server = asyncore::make<echo_server>(map);
    const auto client = connected_to(server->addr(), map);
    client->say("patience");
    faults::accepts = 0;
    faults::accepts_without_descriptor = 2; // the second is the one that would drop it
    wait_until([&] { return faults::accepts == 2; }, 5s, "it was tried", map);
    while (asyncore::poll(0ms, map)) {
    }
    CHECK(faults::accepts == 2);
    client->hear("patience");
    asyncore::set_log_sink({});
    CHECK(logged.empty()); // nobody was dropped
}

TEST_CASE("a peer that resets before it is accepted is let go like any other", "[accept]") {
    socket_map map;
    const auto server = asyncore::make<echo_server>(map);
    unique_fd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_storage storage;
    const socklen_t length = server->addr().to_sockaddr(&storage);
    REQUIRE(::connect(client.get(), reinterpret_cast<sockaddr*>(&storage), length) == 0);
    const linger at_once{1, 0};
    REQUIRE(::setsockopt(client.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
    client.reset();
    wait_until([&] { return server->accepted == 1; }, 5s, "it was accepted", map);
    wait_until([&] { return map.size() == 1; }, 5s, "its channel has gone", map);
}
