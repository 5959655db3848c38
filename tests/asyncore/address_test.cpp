#include "asyncore/address.hpp"
#include "tests/asyncore/faults.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>
#include <system_error>

#include <net/if.h>
#include <netdb.h>
#include <sys/socket.h>

using asyncore::address;

namespace {

address through_the_kernel(const address& from) {
    sockaddr_storage storage{};
    const unsigned length = from.to_sockaddr(&storage);
    return address::from_sockaddr(reinterpret_cast<const sockaddr*>(&storage), length);
}

} // namespace

TEST_CASE("an address prints as people write it", "[address]") {
    CHECK(address::ip("127.0.0.1", 80).to_string() == "127.0.0.1:80");
    CHECK(address::ip("::1", 8080).to_string() == "[::1]:8080");
    CHECK(address::ip("*", 9001).to_string() == "0.0.0.0:9001");
    CHECK(address::ip("", 9001).host() == "0.0.0.0");
    CHECK(address::unix_path("/run/x.sock").to_string() == "/run/x.sock");
    CHECK(address().empty());
}

TEST_CASE("an address survives the trip through a sockaddr", "[address]") {
    for (const address& one :
         {address::ip("10.1.2.3", 1), address::ip("fe80::1", 65535), address::unix_path("/tmp/a"),
          address::unix_path(std::string("\0abstract", 9)),
          address::unix_path(std::string(107, 'x'))})
        CHECK(through_the_kernel(one) == one);
}

TEST_CASE("the address of a Unix socket bound to nothing survives the trip, too", "[address]") {
    sockaddr_storage storage{};
    storage.ss_family = AF_UNIX;
    const address one =
        address::from_sockaddr(reinterpret_cast<sockaddr*>(&storage), sizeof(sa_family_t));
    CHECK(one.family() == AF_UNIX);
    CHECK(one.path().empty());
    CHECK(one.to_sockaddr(&storage) == sizeof(sa_family_t));
}

TEST_CASE("what is no address is refused", "[address]") {
    CHECK_THROWS_AS(address::ip("localhost", 80), std::invalid_argument);
    CHECK_THROWS_AS(address::ip("1.2.3", 80), std::invalid_argument);
    CHECK_THROWS_AS(address::unix_path(""), std::invalid_argument);
    CHECK_THROWS_AS(address::unix_path(std::string(108, 'x')), std::invalid_argument);
}

TEST_CASE("an IPv6 address keeps the scope it is valid in", "[address]") {
    const address one = address::ip("fe80::1%lo", 80);
    CHECK(one.scope() == ::if_nametoindex("lo"));
    CHECK(one.host() == "fe80::1%lo");
    CHECK(one.to_string() == "[fe80::1%lo]:80");
    CHECK(one == address::ip("fe80::1%" + std::to_string(one.scope()), 80));
    CHECK_FALSE(one == address::ip("fe80::1", 80));
    sockaddr_storage storage{};
    const unsigned length = one.to_sockaddr(&storage);
    CHECK(address::from_sockaddr(reinterpret_cast<sockaddr*>(&storage), length) == one);
    CHECK(address::ip("fe80::1%4000000", 80).host() == "fe80::1%4000000"); // no name for it
    for (const char* bad : {"fe80::1%", "fe80::1%0", "fe80::1%nosuchthing", "127.0.0.1%lo", "%lo"})
        CHECK_THROWS_AS(address::ip(bad, 80), std::invalid_argument);
}

TEST_CASE("loopback is known in each family", "[address]") {
    CHECK(address::ip("127.9.9.9", 1).is_loopback());
    CHECK(address::ip("::1", 1).is_loopback());
    CHECK(address::ip("::ffff:127.0.0.1", 1).is_loopback());
    CHECK(address::unix_path("/x").is_loopback());
    CHECK_FALSE(address::ip("10.0.0.1", 1).is_loopback());
    CHECK_FALSE(address::ip("2001:db8::1", 1).is_loopback());
}

TEST_CASE("localhost resolves to loopback", "[address]") {
    for (const address& one : address::resolve("localhost", 7)) {
        CHECK(one.is_loopback());
        CHECK(one.port() == 7);
    }
    CHECK_THROWS_AS(address::resolve("no such host", 7), std::system_error);
}

TEST_CASE("localhost needs no resolver that knows it", "[address]") {
    faults::names = [](const std::string&) { return EAI_NONAME; };
    const std::vector<address> loopback{address::ip("127.0.0.1", 7), address::ip("::1", 7)};
    for (const char* name : {"localhost", "LocalHost.", "db.localhost"}) {
        CAPTURE(name);
        CHECK(address::resolve(name, 7) == loopback);
    }
    for (const char* name : {"notlocalhost", "localhost.example", "localhos", "..", ""}) {
        CAPTURE(name);
        CHECK_THROWS_AS(address::resolve(name, 7), std::system_error);
    }
    faults::names = nullptr;
}
