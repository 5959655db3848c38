#include "supervisor_demo/logging/automatic_log.hpp"
#include "supervisor_demo/logging/logger.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <ctime>
#include <filesystem>
#include <regex>
#include <sstream>

#include <sys/stat.h>

using supervisor::is_automatic_log;
using supervisor::log_level;
using supervisor::logger;

TEST_CASE("a line of the log has a local time with milliseconds and a level of four letters") {
    temp_dir dir;
    logger log;
    log.open(dir / "d.log", {});
    const auto before = std::time(nullptr);
    log.info("spawned: 'cat' with pid 12");
    const auto line = read_whole(dir / "d.log");
    CAPTURE(line);
    CHECK(std::regex_match(line, std::regex(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO )"
                                            R"(spawned: 'cat' with pid 12\n)")));
    std::tm local{};
    REQUIRE(::strptime(line.c_str(), "%Y-%m-%d %H:%M:%S", &local));
    local.tm_isdst = -1;
    CHECK(std::abs(std::mktime(&local) - before) <= 1);
}

TEST_CASE("each level has its word") {
    temp_dir dir;
    logger log(log_level::blather);
    log.open(dir / "d.log", {});
    log.critical("m");
    log.error("m");
    log.warn("m");
    log.info("m");
    log.debug("m");
    log.trace("m");
    log.blather("m");
    std::string words;
    std::istringstream lines(read_whole(dir / "d.log"));
    for (std::string line; std::getline(lines, line);)
        words += line.substr(24) + "|";
    CHECK(words == "CRIT m|ERRO m|WARN m|INFO m|DEBG m|TRAC m|BLAT m|");
}

TEST_CASE("messages below the level are not written") {
    temp_dir dir;
    logger log(log_level::warn);
    log.open(dir / "d.log", {});
    log.info("quiet");
    log.warn("loud");
    CHECK(read_whole(dir / "d.log").find("quiet") == std::string::npos);
    CHECK(read_whole(dir / "d.log").find("WARN loud") != std::string::npos);
    CHECK_FALSE(log.enabled(log_level::info));
}

TEST_CASE("an automatic log is named after its process and private") {
    temp_dir dir;
    const auto path = supervisor::make_automatic_log(dir.path(), "cat_00", "stdout", "supervisor");
    CHECK(std::regex_match(path.substr(dir.path().size()),
                           std::regex("/cat_00-stdout---supervisor-[A-Za-z0-9_]{8}\\.log")));
    struct stat what {};
    REQUIRE(::stat(path.c_str(), &what) == 0);
    CHECK((what.st_mode & 0777) == 0600);
}

TEST_CASE("old automatic logs are removed and other files are not") {
    temp_dir dir;
    logger log;
    for (const auto* name : {"a-stdout---me-abcd1234.log", "a-stdout---me-abcd1234.log.10",
                             "a-stdout---you-abcd1234.log", "a-stdout---me-.log", "---me-x.log",
                             "notes.txt", "a-stdout---me-ab cd.log"})
        dir.put(name, "x");
    supervisor::remove_automatic_logs(dir.path(), "me", log);
    std::size_t left = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
        CHECK_FALSE(is_automatic_log(entry.path().filename().string(), "me"));
        ++left;
    }
    CHECK(left == 5);
}
