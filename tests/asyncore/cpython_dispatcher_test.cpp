// CPython 3.11's test_asyncore.DispatcherTests, case by case.

#include "asyncore/asyncore.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

using asyncore::dispatcher;
using asyncore::log_level;
using asyncore::unique_fd;

namespace {

// What is written to stderr while it lives.
class captured_stderr {
public:
    captured_stderr() {
        const unique_fd file(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        REQUIRE(file);
        REQUIRE(::dup2(file.get(), STDERR_FILENO) == STDERR_FILENO);
    }
    ~captured_stderr() { restore(); }
    captured_stderr(const captured_stderr&) = delete;
    captured_stderr& operator=(const captured_stderr&) = delete;

    std::string text() {
        restore();
        return read_whole(path_);
    }

private:
    void restore() { ::dup2(before_.get(), STDERR_FILENO); }

    temp_dir dir_;
    std::string path_ = dir_ / "stderr";
    unique_fd before_{::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)};
};

std::string what_of(int error) {
    try {
        asyncore::throw_errno(error, "");
    } catch (const std::system_error& thrown) {
        return thrown.what();
    }
}

} // namespace

TEST_CASE("DispatcherTests.test_basic", "[cpython]") {
    dispatcher d;
    CHECK(d.readable());
    CHECK(d.writable());
}

// Python adds the address of the object; what tells channels apart here is their peer.
TEST_CASE("DispatcherTests.test_repr", "[cpython]") {
    const dispatcher d;
    CHECK(d.repr() == "<asyncore::dispatcher>");
}

TEST_CASE("DispatcherTests.test_log", "[cpython]") {
    const std::string l1 = "Lovely spam! Wonderful spam!";
    const std::string l2 = "I don't like spam!";
    dispatcher d;
    captured_stderr stderr_;
    d.log(l1);
    d.log(l2);
    CHECK(stderr_.text() == "info: " + l1 + "\ninfo: " + l2 + "\n");
}

TEST_CASE("DispatcherTests.test_log_info", "[cpython]") {
    const std::string l1 = "Have you got anything without spam?";
    const std::string l2 = "Why can't she have egg bacon spam and sausage?";
    const std::string l3 = "THAT'S got spam in it!";
    dispatcher d;
    d.set_ignore_log_types({});
    captured_stderr stderr_;
    d.log_info(l1, log_level::error);
    d.log_info(l2);
    d.log_info(l3, log_level::warning);
    CHECK(stderr_.text() == "error: " + l1 + "\ninfo: " + l2 + "\nwarning: " + l3 + "\n");
}

TEST_CASE("DispatcherTests.test_unhandled", "[cpython]") {
    dispatcher d;
    d.set_ignore_log_types({});
    captured_stderr stderr_;
    d.handle_expt();
    d.handle_read();
    d.handle_write();
    d.handle_connect();
    CHECK(stderr_.text() == "warning: unhandled incoming priority event\n"
                            "warning: unhandled read event\n"
                            "warning: unhandled write event\n"
                            "warning: unhandled connect event\n");
}

TEST_CASE("DispatcherTests.test_strerror", "[cpython]") {
    CHECK_THAT(what_of(EPERM), Catch::Contains(std::strerror(EPERM)));
    CHECK_FALSE(what_of(-1).empty());
}
