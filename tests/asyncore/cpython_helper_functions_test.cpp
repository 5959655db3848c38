// CPython 3.11's test_asyncore.HelperFunctionTests, case by case.

#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>

using asyncore::dispatcher;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

struct exitingdummy : dispatcher {
    using dispatcher::dispatcher;
    void handle_read_event() override { throw asyncore::exit_now(); }
    void handle_write_event() override { throw asyncore::exit_now(); }
    void handle_expt_event() override { throw asyncore::exit_now(); }
    void handle_close() override { throw asyncore::exit_now(); }
};

struct crashingdummy : dispatcher {
    using dispatcher::dispatcher;
    bool error_handled = false;
    void handle_read_event() override { throw std::runtime_error("crash"); }
    void handle_write_event() override { throw std::runtime_error("crash"); }
    void handle_expt_event() override { throw std::runtime_error("crash"); }
    void handle_close() override { throw std::runtime_error("crash"); }
    void handle_error() override { error_handled = true; }
};

struct testobj : dispatcher {
    using dispatcher::dispatcher;
    std::string called;
    void handle_read_event() override { called += "read "; }
    void handle_write_event() override { called += "write "; }
    void handle_expt_event() override { called += "expt "; }
    void handle_close() override { called += "closed "; }
    void handle_error() override { called += "error_handled "; }
};

} // namespace

TEST_CASE("HelperFunctionTests.test_readwriteexc", "[cpython]") {
    socket_map map;
    exitingdummy tr1(map);
    CHECK_THROWS_AS(asyncore::read(tr1), asyncore::exit_now);
    CHECK_THROWS_AS(asyncore::write(tr1), asyncore::exit_now);
    CHECK_THROWS_AS(asyncore::_exception(tr1), asyncore::exit_now);

    for (const auto event : {asyncore::read, asyncore::write, asyncore::_exception}) {
        crashingdummy tr2(map);
        event(tr2);
        CHECK(tr2.error_handled);
    }
}

TEST_CASE("HelperFunctionTests.test_readwrite", "[cpython]") {
    const std::vector<std::pair<unsigned, std::string>> expected = {
        {POLLIN, "read "},    {POLLPRI, "expt "},   {POLLOUT, "write "},
        {POLLERR, "closed "}, {POLLHUP, "closed "}, {POLLNVAL, "closed "}};
    for (const auto& [flag, name] : expected) {
        // In a map, as an event for a channel that was just taken out is dropped.
        socket_map map;
        auto [near, far] = socket_pair();
        const auto tobj = asyncore::make<testobj>(std::move(near), map);
        CHECK(tobj->called.empty());
        asyncore::readwrite(*tobj, flag);
        CHECK(tobj->called == name);
        tobj->del_channel();

        const auto tr1 = asyncore::make<exitingdummy>(std::move(far), map);
        CHECK_THROWS_AS(asyncore::readwrite(*tr1, flag), asyncore::exit_now);
        tr1->del_channel();

        auto [other, unused] = socket_pair();
        const auto tr2 = asyncore::make<crashingdummy>(std::move(other), map);
        CHECK_FALSE(tr2->error_handled);
        asyncore::readwrite(*tr2, flag);
        CHECK(tr2->error_handled);
        tr2->del_channel();
    }
}

namespace {

void closeall_check(socket_map& map, bool usedefault) {
    std::vector<std::shared_ptr<dispatcher>> channels;
    std::vector<int> descriptors;
    std::vector<unique_fd> far_ends;
    for (int i = 0; i < 10; ++i) {
        auto [near, far] = socket_pair();
        channels.push_back(asyncore::make<dispatcher>(std::move(near), map));
        descriptors.push_back(channels.back()->fileno());
        far_ends.push_back(std::move(far));
        CHECK(::fcntl(descriptors.back(), F_GETFD) >= 0);
    }
    CHECK(map.size() == 10);
    if (usedefault)
        asyncore::close_all();
    else
        asyncore::close_all(map);
    CHECK(map.empty());
    for (const auto& channel : channels) {
        CHECK(channel->closing());
        CHECK(channel->fileno() == -1);
    }
    for (const int fd : descriptors)
        CHECK(::fcntl(fd, F_GETFD) < 0);
}

} // namespace

TEST_CASE("HelperFunctionTests.test_closeall", "[cpython]") {
    socket_map map;
    closeall_check(map, false);
}

TEST_CASE("HelperFunctionTests.test_closeall_default", "[cpython]") {
    REQUIRE(asyncore::default_socket_map().empty());
    closeall_check(asyncore::default_socket_map(), true);
}

// C++ keeps no trace of the calls: the line has the type and what it says.
TEST_CASE("HelperFunctionTests.test_compact_traceback", "[cpython]") {
    try {
        throw std::runtime_error("I don't like spam!");
    } catch (...) {
        CHECK(asyncore::compact_traceback() == "std::runtime_error: I don't like spam!");
    }
}
