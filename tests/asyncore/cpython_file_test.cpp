// CPython 3.11's test_asyncore.FileWrapperTest, case by case. Here file_dispatcher is the wrapper
// as well; it takes the descriptor over instead of duplicating it.

#include "asyncore/asyncore.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

using namespace std::chrono_literals;
using asyncore::file_dispatcher;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

struct file_of_words {
    temp_dir dir;
    socket_map map;
    const std::string d = "It's not dead, it's sleeping!";
    const std::string path = dir.put("words", d);

    unique_fd open(int flags) const {
        unique_fd fd(::open(path.c_str(), flags | O_CLOEXEC));
        REQUIRE(fd);
        return fd;
    }
};

bool is_open(int fd) {
    return ::fcntl(fd, F_GETFD) >= 0;
}

std::string take(file_dispatcher& file, std::size_t size) {
    std::string piece(size, '\0');
    piece.resize(file.recv(piece.data(), size));
    return piece;
}

struct quiet : file_dispatcher {
    using file_dispatcher::file_dispatcher;
    int closes = 0;
    void handle_close() override {
        ++closes;
        close();
    }
};

} // namespace

TEST_CASE("FileWrapperTest.test_recv", "[cpython]") {
    file_of_words it;
    unique_fd fd = it.open(O_RDONLY);
    const int number = fd.get();
    quiet w(std::move(fd), it.map);
    CHECK_FALSE(fd);
    CHECK(w.fileno() == number);
    CHECK(take(w, 13) == "It's not dead");
    CHECK(take(w, 6) == ", it's");
    w.close();
    CHECK_FALSE(is_open(number));
    // EBADF is one of the errors of a channel that is gone: no exception but handle_close().
    CHECK(take(w, 1).empty());
    CHECK(w.closes == 1);
}

TEST_CASE("FileWrapperTest.test_send", "[cpython]") {
    file_of_words it;
    const std::string d1 = "Come again?";
    const std::string d2 = "I want to buy some cheese.";
    quiet w(it.open(O_WRONLY | O_APPEND), it.map);
    CHECK(w.send(d1) == d1.size());
    CHECK(w.send(d2) == d2.size());
    w.close();
    CHECK(read_whole(it.path) == it.d + d1 + d2);
}

TEST_CASE("FileWrapperTest.test_dispatcher", "[cpython]") {
    struct reading : quiet {
        using quiet::quiet;
        std::string data;
        void handle_read() override { data += take(*this, 29); }
    };
    file_of_words it;
    const auto s = asyncore::make<reading>(it.open(O_RDONLY), it.map);
    asyncore::set_log_sink([](asyncore::log_level, std::string_view) {});
    asyncore::loop(10ms, it.map, 2);
    asyncore::set_log_sink({});
    CHECK(s->data == it.d);
}

TEST_CASE("FileWrapperTest.test_resource_warning", "[cpython]") {
    file_of_words it;
    unique_fd fd = it.open(O_RDONLY);
    const int number = fd.get();
    auto f = std::make_unique<quiet>(std::move(fd), it.map);
    CHECK(is_open(number));
    f.reset(); // what Python warns of cannot leak here
    CHECK_FALSE(is_open(number));
}

TEST_CASE("FileWrapperTest.test_close_twice", "[cpython]") {
    file_of_words it;
    const auto f = asyncore::make<quiet>(it.open(O_RDONLY), it.map);
    REQUIRE(::close(f->fileno()) == 0); // behind its back
    CHECK_NOTHROW(f->close());
    CHECK(f->fileno() == -1);
    CHECK(it.map.empty());
    CHECK_NOTHROW(f->close());
}
