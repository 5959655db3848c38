#include "supervisor_demo/ctl/history_file.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

#include <sys/stat.h>

using supervisor::ctl::history_file;

namespace {

using lines = std::vector<std::string>;

void put(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
}

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

TEST_CASE("a history begins without a file, and is its owner's alone", "[ctl]") {
    const temp_dir folder;
    const auto path = folder / "history";
    const history_file history(path);
    CHECK(history.load().empty());
    history.append("status");
    history.append("stop naïve");
    CHECK(history.load() == lines{"status", "stop naïve"});
    CHECK(text_of(path) == "status\nstop naïve\n");
    struct stat found = {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
}

TEST_CASE("a history that grew too long is cut to its newest lines", "[ctl]") {
    const temp_dir folder;
    const auto path = folder / "history";
    std::string text;
    for (std::size_t i = 0; i < history_file::max_lines + 2; ++i)
        text += "pid " + std::to_string(i) + "\n";
    put(path, text);
    const auto kept = history_file(path).load();
    CHECK(kept.size() == history_file::max_lines);
    CHECK(kept.front() == "pid 2");
    CHECK(text_of(path) == text.substr(text.find("pid 2\n")));
}

TEST_CASE("a history that libedit wrote is understood, and plain from then on", "[ctl]") {
    const temp_dir folder;
    const auto path = folder / "history";
    put(path, "_HiStOrY_V2_\nstop\\040web:*\nstart\\040a\\134b\n\\9\n");
    CHECK(history_file(path).load() == lines{"stop web:*", "start a\\b", "\\9"});
    CHECK(text_of(path) == "stop web:*\nstart a\\b\n\\9\n");
    put(path, "stop\\040x\n");
    CHECK(history_file(path).load() == lines{"stop\\040x"});
}

TEST_CASE("a history that cannot be written is forgotten", "[ctl]") {
    const history_file history("/nowhere/history");
    history.append("status");
    CHECK(history.load().empty());
}
