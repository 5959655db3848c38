#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/watch_table.hpp"
#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using namespace supervisor::ctl;

namespace {

struct paper : console {
    bool colours = false;
    bool has_colours() const noexcept override { return colours; }
    void write(std::string_view) override {}
    void write_error(std::string_view) override {}
    std::optional<std::string> read_line(std::string_view) override { return {}; }
    std::optional<std::string> read_password(std::string_view) override { return {}; }
    int input() const noexcept override { return -1; }
    bool holds_line() const noexcept override { return false; }
};

usage_view::seen one(const char* group, const char* name, const char* statename,
                     const char* description, int pid, usage uses) {
    auto all = info(group, name, statename, description, pid).as_struct();
    all.emplace_back("start", 1000);
    all.emplace_back("now", 1000 + 3 * 86400 + 4 * 3600 + 5 * 60 + 6);
    return {read_process_info(all), uses};
}

const std::vector<usage_view::seen> shop = {
    one("db", "db", "RUNNING", "pid 4711, uptime 3 days, 4:05:06", 4711, {12.34, 17 << 20, 0}),
    one("web", "worker_with_a_long_name_00", "RUNNING", "", 1234567, {100, 1536, {}}),
    one("web", "b", "FATAL", "Exited too quickly (process log may have details)", 0,
        {{}, {}, 1000}),
    one("x", "é\33[2J", "STOPPED", "Not started", 0, {}),
};

} // namespace

TEST_CASE("the table of what is watched reads well at 80 columns", "[ctl]") {
    const auto lines = watch_table(shop, 80, paper());
    const std::vector<std::string> expected{
        "NAME                      STATE         PID      UPTIME   CPU%  MEMORY  RESTARTS",
        "db                        RUNNING      4711  3d 4:05:06   12.3    17 M         0",
        "web:worker_with_a_long_n… RUNNING   1234567  3d 4:05:06  100.0   1.5 K          ",
        "web:b                     FATAL     Exited too quickly (process log m…      1000",
        "x:é?[2J                   STOPPED   Not started                                 "};
    REQUIRE(lines.size() == expected.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
        CHECK(lines[i] == expected[i]);
}

TEST_CASE("in a narrow window the last columns of the table are left out", "[ctl]") {
    const auto narrow = [](std::size_t columns) {
        const auto lines = watch_table(shop, columns, paper());
        return std::vector<std::string>{lines[0], lines[1], lines[3]};
    };
    CHECK(narrow(60) ==
          std::vector<std::string>{"NAME            STATE         PID      UPTIME   CPU%  MEMORY",
                                   "db              RUNNING      4711  3d 4:05:06   12.3    17 M",
                                   "web:b           FATAL     Exited too quickly (process log m…"});
    CHECK(narrow(40) == std::vector<std::string>{"NAME                   STATE         PID",
                                                 "db                     RUNNING      4711",
                                                 "web:b                  FATAL     Exited…"});
    CHECK(narrow(24) == std::vector<std::string>{"NAME           STATE    ",
                                                 "db             RUNNING  ",
                                                 "web:b          FATAL    "});
}

TEST_CASE("no line of the table is wider or narrower than its window", "[ctl]") {
    for (std::size_t columns = 1; columns < 200; ++columns)
        for (const auto& line : watch_table(shop, columns, paper()))
            CHECK(supervisor::text::count_characters(line) == columns);
}

TEST_CASE("a state in the table has its colour", "[ctl]") {
    paper coloured;
    coloured.colours = true;
    const auto lines = watch_table(shop, 80, coloured);
    CHECK(lines[1].find("\33[32mRUNNING  \33[0m") != std::string::npos);
    CHECK(lines[3].find("\33[31mFATAL    \33[0m") != std::string::npos);
}

TEST_CASE("what is watched is summed up", "[ctl]") {
    CHECK(summary(shop) == "4 processes: 1 FATAL, 2 RUNNING, 1 STOPPED");
    CHECK(summary({shop[0]}) == "1 process: 1 RUNNING");
    CHECK(summary({}) == "0 processes");
}

TEST_CASE("times and sizes are short", "[ctl]") {
    CHECK(uptime_text(7) == "0:00:07");
    CHECK(uptime_text(86399) == "23:59:59");
    CHECK(uptime_text(86400) == "1d 0:00:00");
    CHECK(uptime_text(-5) == "0:00:00");
    CHECK(memory_text(0) == "0 B");
    CHECK(memory_text(1023) == "1023 B");
    CHECK(memory_text(1024) == "1.0 K");
    CHECK(memory_text(10 << 10) == "10 K");
    CHECK(memory_text(1000 << 10) == "1.0 M");
    CHECK(memory_text(std::int64_t{5} << 30) == "5.0 G");
}

TEST_CASE("text is cut by what it takes on the screen, not by bytes", "[ctl]") {
    CHECK(fitted("naïve", 5) == "naïve");
    CHECK(fitted("naïve", 4) == "naï…");
    CHECK(fitted("naïve", 7) == "naïve  ");
    CHECK(fitted("x", 0) == "");
    CHECK(fitted("日本語", 7) == "日本語 ");
    CHECK(fitted("日本語", 6) == "日本語");
    CHECK(fitted("日本語", 5) == "日本…");
    CHECK(fitted("日本語", 4) == "日… ");
    CHECK(fitted("日", 1) == "…");
    CHECK(fitted("nai\u0308ve", 5) == "nai\u0308ve");
    CHECK(fitted("🚀x", 3) == "🚀x");
    CHECK(fitted("\xe6\x97", 2) == "\xe6\x97 ");
}

TEST_CASE_METHOD(session, "usage is what the daemon serves, and blank where it serves nothing",
                 "[ctl]") {
    answers("getPID", 1);
    answers("getAllProcessInfo", medusa::xmlrpc_array{info("a", "a", "RUNNING", "", 0)});
    const std::string path = "/status.json";
    SECTION("served") {
        streams(path,
                {R"({"processes": [{"group": "a", "name": "a", "statename": "RUNNING", )",
                 R"("description": "d", "pid": 7, "cpu": 1.5, "memory": 2048, "restarts": 3}]})"},
                false);
        const auto seen = looks();
        REQUIRE(seen.size() == 1);
        CHECK(seen[0].uses.cpu == 1.5);
        CHECK(seen[0].uses.memory == 2048);
        CHECK(seen[0].uses.restarts == 3);
        CHECK(calls().empty());
    }
    SECTION("not served, or something else there") {
        if (GENERATE(true, false))
            stream_fails(path, [] { throw supervisor::http_status_error(404, "Not Found"); });
        else
            streams(path, {"<html>"}, false);
        const auto seen = looks();
        REQUIRE(seen.size() == 1);
        CHECK(seen[0].process.name == "a");
        CHECK_FALSE(seen[0].uses.cpu);
        CHECK_FALSE(seen[0].uses.memory);
        CHECK_FALSE(seen[0].uses.restarts);
    }
}

TEST_CASE_METHOD(session, "watching needs a terminal", "[ctl]") {
    CHECK(run("status --watch") == "Error: status --watch needs a terminal\n");
    CHECK(exitstatus() == 4);
}
