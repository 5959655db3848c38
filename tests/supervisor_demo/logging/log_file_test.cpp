#include "supervisor_demo/logging/log_file.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using supervisor::log_file;
using supervisor::rotation;

TEST_CASE("a log file is appended to") {
    temp_dir dir;
    const auto path = dir.put("a.log", "before\n");
    log_file log(path);
    CHECK_FALSE(log.write("after\n"));
    CHECK(read_whole(path) == "before\nafter\n");
}

TEST_CASE("a log that has reached maxbytes is put aside after the write") {
    temp_dir dir;
    const auto path = dir / "a.log";
    log_file log(path, rotation{10, 2});
    log.write("123456789");
    CHECK(read_whole(path) == "123456789");
    log.write("much more than fits");
    CHECK(read_whole(path).empty());
    CHECK(read_whole(path + ".1") == "123456789much more than fits");
    log.write("second one");
    log.write("third one.");
    CHECK(read_whole(path + ".1") == "third one.");
    CHECK(read_whole(path + ".2") == "second one");
    CHECK_FALSE(std::filesystem::exists(path + ".3"));
}

TEST_CASE("without backups a full log is emptied") {
    temp_dir dir;
    const auto path = dir / "a.log";
    log_file log(path, rotation{4, 0});
    log.write("12345");
    CHECK(read_whole(path).empty());
    CHECK_FALSE(std::filesystem::exists(path + ".1"));
    log.write("12");
    CHECK(read_whole(path) == "12");
}

TEST_CASE("a log with maxbytes 0 is never rotated") {
    temp_dir dir;
    const auto path = dir / "a.log";
    log_file log(path, rotation{0, 3});
    log.write(std::string(100'000, 'x'));
    CHECK(read_whole(path).size() == 100'000);
}

TEST_CASE("a log that logrotate has emptied starts at its beginning") {
    temp_dir dir;
    const auto path = dir / "a.log";
    log_file log(path, rotation{10, 1});
    log.write("12345678");
    std::filesystem::resize_file(path, 0);
    log.write("1234");
    CHECK(read_whole(path) == "1234");
    CHECK_FALSE(std::filesystem::exists(path + ".1"));
}

TEST_CASE("a pipe no one reads keeps what fits and loses the rest without waiting for ever") {
    temp_dir dir;
    const auto path = dir / "fifo";
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    log_file log(path);
    const std::string block(4096, 'x');
    int told = 0;
    for (int i = 0; i < 100; ++i)
        if (const auto error = log.write(block)) {
            CHECK(error == std::errc::resource_unavailable_try_again);
            ++told;
        }
    CHECK(told == 1);

    const asyncore::unique_fd reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK));
    std::size_t kept = 0;
    char got[65536];
    for (ssize_t size = 0; (size = ::read(reader.get(), got, sizeof got)) > 0;)
        kept += static_cast<std::size_t>(size);
    CHECK(kept == 65536);
    CHECK_FALSE(log.write("again"));
    CHECK(::read(reader.get(), got, sizeof got) == 5);
}

TEST_CASE("a pipe is written to and neither rotated nor removed") {
    temp_dir dir;
    const auto path = dir / "fifo";
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const asyncore::unique_fd reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK));
    log_file log(path, rotation{2, 3});
    CHECK_FALSE(log.write("hello"));
    log.clear();
    CHECK_FALSE(log.write(" again"));
    char got[32];
    const auto size = ::read(reader.get(), got, sizeof got);
    CHECK(std::string(got, static_cast<std::size_t>(size)) == "hello again");
    CHECK_FALSE(std::filesystem::exists(path + ".1"));
}

TEST_CASE("a reopened log follows the name and not the file") {
    temp_dir dir;
    const auto path = dir / "a.log";
    log_file log(path);
    log.write("old");
    std::filesystem::rename(path, path + ".moved");
    log.write(" still old");
    log.reopen();
    log.write("new");
    CHECK(read_whole(path + ".moved") == "old still old");
    CHECK(read_whole(path) == "new");
}

TEST_CASE("a log that cannot be reopened goes on being written") {
    temp_dir dir;
    std::filesystem::create_directory(dir / "sub");
    log_file log(dir / "sub/a.log");
    std::filesystem::rename(dir / "sub", dir / "elsewhere");
    CHECK_THROWS_AS(log.reopen(), std::system_error);
    CHECK_FALSE(log.write("kept"));
    CHECK(read_whole(dir / "elsewhere/a.log") == "kept");
}

TEST_CASE("a cleared log is a new file") {
    temp_dir dir;
    const auto path = dir / "a.log";
    log_file log(path);
    log.write("old");
    log.clear();
    log.write("new");
    CHECK(read_whole(path) == "new");
    std::filesystem::remove(path);
    CHECK_NOTHROW(log.clear());
}

TEST_CASE("a full disk is reported once") {
    log_file log("/dev/full");
    CHECK(log.write("lost") == std::errc::no_space_on_device);
    CHECK_FALSE(log.write("lost as well"));
}

TEST_CASE("a log that is a directory is refused with its errno") {
    temp_dir dir;
    try {
        log_file log(dir.path());
        FAIL("opened");
    } catch (const std::system_error& error) {
        CHECK(error.code() == std::errc::is_a_directory);
    }
}
