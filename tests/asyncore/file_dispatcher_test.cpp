#include "asyncore/asyncore.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

using namespace std::chrono_literals;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

struct reader : asyncore::file_dispatcher {
    using file_dispatcher::file_dispatcher;
    std::string text;
    bool paused = false;
    bool finished = false;
    std::size_t piece = 4096;

    bool readable() override { return !paused; }
    bool writable() override { return false; }
    void handle_read() override {
        std::string buffer(piece, '\0');
        buffer.resize(recv(buffer.data(), buffer.size()));
        text += buffer;
    }
    void handle_close() override {
        finished = true;
        close();
    }
};

std::pair<unique_fd, unique_fd> make_pipe() {
    int fds[2];
    REQUIRE(::pipe2(fds, O_CLOEXEC) == 0);
    return {unique_fd(fds[0]), unique_fd(fds[1])};
}

void put(const unique_fd& fd, const std::string& text) {
    REQUIRE(::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

} // namespace

TEST_CASE("a pipe is read to its end even when the writer has left", "[file_dispatcher]") {
    socket_map map;
    auto [near, far] = make_pipe();
    const auto channel = asyncore::make<reader>(std::move(near), map);
    channel->piece = 7;
    const std::string text(1000, 'x');
    put(far, text);
    far.reset();
    wait_until([&] { return channel->finished; }, 5s, "the end of the pipe", map);
    CHECK(channel->text == text);
}

TEST_CASE("a file_dispatcher that is closed may take another file", "[file_dispatcher]") {
    socket_map map;
    auto [near, far] = make_pipe();
    const auto channel = asyncore::make<reader>(std::move(near), map);
    auto [next_near, next_far] = make_pipe();
    CHECK_THROWS_AS(channel->set_file(unique_fd(::dup(next_near.get()))), std::logic_error);
    put(far, "one ");
    far.reset();
    wait_until([&] { return channel->finished; }, 5s, "the end of the first", map);
    channel->set_file(std::move(next_near));
    CHECK(channel->connected());
    CHECK_FALSE(channel->closing());
    put(next_far, "two");
    wait_until([&] { return channel->text == "one two"; }, 5s, "the second", map);
    channel->close();
    CHECK_THROWS_AS(channel->set_file(unique_fd()), std::system_error);
}

TEST_CASE("a paused pipe costs no events though its writer has left", "[file_dispatcher]") {
    socket_map map;
    auto [near, far] = make_pipe();
    const auto channel = asyncore::make<reader>(std::move(near), map);
    put(far, "kept");
    channel->paused = true;
    channel->interest_changed();
    far.reset();
    CHECK_FALSE(asyncore::poll(0ms, map));
    CHECK_FALSE(channel->finished);
    channel->paused = false;
    channel->interest_changed();
    wait_until([&] { return channel->finished; }, 5s, "the end of the pipe", map);
    CHECK(channel->text == "kept");
}

TEST_CASE("a regular file is read to its end and then closed", "[file_dispatcher]") {
    socket_map map;
    std::FILE* file = std::tmpfile();
    REQUIRE(file);
    const std::string text(10000, 'y');
    std::fwrite(text.data(), 1, text.size(), file);
    std::rewind(file);
    const auto channel = asyncore::make<reader>(unique_fd(::dup(::fileno(file))), map);
    asyncore::loop({}, map);
    CHECK(channel->text == text);
    CHECK(channel->finished);
    std::fclose(file);
}

TEST_CASE("writing to a pipe whose reader left closes the channel", "[file_dispatcher]") {
    socket_map map;
    auto [near, far] = make_pipe();
    const auto channel = asyncore::make<reader>(std::move(far), map);
    near.reset();
    CHECK(channel->send("x") == 0);
    CHECK(channel->finished);
}
