#include "asyncore/asyncore.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <sys/socket.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::socket_map;

namespace {

// Keeps each datagram it gets, and from whom.
struct receiver : asyncore::dispatcher {
    using dispatcher::dispatcher;
    std::vector<std::pair<std::string, address>> got;
    std::vector<std::string> notes;
    std::string error;
    bool writes = false;
    bool listens = true;

    bool readable() override { return listens; }
    bool writable() override { return writes; }
    void handle_connect() override { notes.emplace_back("connect"); }
    void handle_read() override {
        std::array<char, 2048> buffer;
        while (const auto one = recvfrom(buffer.data(), buffer.size()))
            got.emplace_back(std::string(buffer.data(), one->size), one->from);
    }
    void handle_write() override {
        notes.emplace_back("write");
        writes = false;
    }
    void handle_eof() override { notes.emplace_back("eof"); }
    void handle_close() override {
        notes.emplace_back("close");
        close();
    }
    void handle_error() override {
        notes.emplace_back("error");
        error = asyncore::compact_traceback();
    }
    void hear(std::size_t count) {
        wait_until([&] { return got.size() >= count; }, 5s, "datagrams have come", map());
    }
};

std::shared_ptr<receiver> bound_to(const address& local, socket_map& map) {
    auto one = asyncore::make<receiver>(map);
    one->create_socket(local.family(), SOCK_DGRAM);
    one->bind(local);
    return one;
}

std::vector<std::pair<address, address>> ends_of_each_family(const temp_dir& dir) {
    return {{address::ip("127.0.0.1", 0), address::ip("127.0.0.1", 0)},
            {address::ip("::1", 0), address::ip("::1", 0)},
            {address::unix_path(dir.path() + "/one"), address::unix_path(dir.path() + "/two")}};
}

} // namespace

TEST_CASE("datagrams come whole with their sender's address in every family", "[datagram]") {
    const temp_dir dir;
    for (const auto& [here, there] : ends_of_each_family(dir)) {
        socket_map map;
        const auto one = bound_to(here, map);
        const auto two = bound_to(there, map);
        CHECK(two->family_and_type() == std::pair<int, int>(here.family(), SOCK_DGRAM));
        CHECK(one->sendto("a question", two->addr()));
        CHECK(one->sendto("another", two->addr()));
        two->hear(2);
        CHECK(two->got[0] == std::pair(std::string("a question"), one->addr()));
        CHECK(two->got[1] == std::pair(std::string("another"), one->addr()));
        CHECK(two->sendto("an answer", two->got[0].second));
        one->hear(1);
        CHECK(one->got[0] == std::pair(std::string("an answer"), two->addr()));
    }
}

TEST_CASE("a datagram of 0 bytes is a datagram and no end of file", "[datagram]") {
    const temp_dir dir;
    for (const auto& [here, there] : ends_of_each_family(dir)) {
        socket_map map;
        const auto one = bound_to(here, map);
        const auto two = bound_to(there, map);
        CHECK(one->sendto("", two->addr()));
        two->hear(1);
        CHECK(two->got[0] == std::pair(std::string(), one->addr()));
        CHECK(one->sendto("", two->addr()));
        char byte;
        CHECK(two->recv(&byte, 1) == 0);
        CHECK(two->notes.empty());
        CHECK_FALSE(two->closing());
        CHECK_FALSE(two->recvfrom(&byte, 1)); // that was all
    }
}

TEST_CASE("a datagram larger than the buffer says how large it was", "[datagram]") {
    socket_map map;
    const auto one = bound_to(address::ip("127.0.0.1", 0), map);
    CHECK(one->sendto("0123456789", one->addr()));
    one->listens = false;
    std::array<char, 4> buffer;
    std::optional<asyncore::datagram> got;
    wait_until(
        [&] {
            got = one->recvfrom(buffer.data(), buffer.size());
            return got.has_value();
        },
        5s, "it came", map);
    CHECK(got->size == 4);
    CHECK(got->whole == 10);
    CHECK(std::string(buffer.data(), 4) == "0123");
}

TEST_CASE("a connected datagram socket hears its peer alone", "[datagram]") {
    const temp_dir dir;
    for (const auto& [here, there] : ends_of_each_family(dir)) {
        socket_map map;
        const auto one = bound_to(here, map);
        const auto two = bound_to(there, map);
        one->connect(two->addr());
        CHECK(one->connected());
        CHECK(one->notes == std::vector<std::string>{"connect"});
        CHECK(one->addr() == two->addr());
        CHECK(one->send("hello") == 5);
        two->hear(1);
        const address first = two->got[0].second;
        CHECK(two->sendto("hello yourself", first));
        one->hear(1);
        if (here.family() != AF_UNIX) { // a Unix stranger is refused when it sends
            const auto stranger = bound_to(here, map);
            CHECK(stranger->sendto("psst", first));
        }
        CHECK(two->sendto("bye", first));
        one->hear(2);
        CHECK(one->got[1].first == "bye");
    }
}

TEST_CASE("that nobody is there arrives in handle_error and the socket is good for more",
          "[datagram]") {
    socket_map map;
    const auto one = asyncore::make<receiver>(map);
    one->create_socket(AF_INET, SOCK_DGRAM);
    auto two = bound_to(address::ip("127.0.0.1", 0), map);
    const address there = two->addr();
    two->close();
    one->connect(there);
    for (const bool listens : {true, false}) { // reading may learn of it, or the hang-up alone
        one->listens = listens;
        one->interest_changed();
        one->notes.clear();
        CHECK(one->send("anyone?") == 7);
        wait_until([&] { return !one->notes.empty(); }, 5s, "it was told", map);
        CHECK(one->notes == std::vector<std::string>{"error"});
        CHECK_THAT(one->error,
                   Catch::Contains("Connection refused") && Catch::Contains(there.to_string()));
        CHECK_FALSE(asyncore::poll(5ms, map)); // once
    }
    two = bound_to(there, map);
    CHECK(one->send("anyone now?") == 11);
    two->hear(1);
    CHECK(two->got[0].first == "anyone now?");
}

TEST_CASE("without a hook for errors a refused datagram socket is closed", "[datagram]") {
    struct plain : asyncore::dispatcher {
        using dispatcher::dispatcher;
        bool writable() override { return false; }
        void handle_connect() override {}
        void handle_close() override { close(); }
    };
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    socket_map map;
    auto two = bound_to(address::ip("127.0.0.1", 0), map);
    const auto one = asyncore::make<plain>(map);
    one->create_socket(AF_INET, SOCK_DGRAM);
    one->connect(two->addr());
    two->close();
    one->send("x");
    asyncore::loop({}, map);
    asyncore::set_log_sink({});
    CHECK_THAT(logged, Catch::Contains("Connection refused"));
}

TEST_CASE("a datagram for which there is no room is sent when there is", "[datagram]") {
    const temp_dir dir;
    socket_map map;
    const auto two = bound_to(address::unix_path(dir.path() + "/two"), map);
    two->listens = false;
    two->interest_changed();
    const auto one = bound_to(address::unix_path(dir.path() + "/one"), map);
    one->connect(two->addr());
    std::size_t sent = 0;
    while (sent < 100000 && one->sendto("x", two->addr()))
        ++sent;
    REQUIRE(sent < 100000); // bounded by the kernel
    one->writes = true;
    one->interest_changed();
    CHECK_FALSE(asyncore::poll(5ms, map));
    two->listens = true;
    two->interest_changed();
    wait_until([&] { return !one->notes.empty() && one->notes.back() == "write"; }, 5s,
               "there is room", map);
    CHECK(one->sendto("the last", two->addr()));
    two->hear(sent + 1);
    CHECK(two->got.back().first == "the last");
}

TEST_CASE("a datagram that cannot be sent is an error with the address in it", "[datagram]") {
    const temp_dir dir;
    socket_map map;
    const auto one = bound_to(address::unix_path(dir.path() + "/one"), map);
    const std::string nowhere = dir.path() + "/nowhere";
    CHECK_THROWS_WITH(one->sendto("x", address::unix_path(nowhere)),
                      Catch::Contains(nowhere) && Catch::Contains("No such file"));
    const auto two = bound_to(address::ip("127.0.0.1", 0), map);
    CHECK_THROWS_WITH(two->sendto(std::string(70000, 'x'), two->addr()),
                      Catch::Contains("Message too long"));
    CHECK(map.size() == 2);
}
