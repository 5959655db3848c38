#include "supervisor_demo/web/page_html.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <utility>

using supervisor::page_row;
using supervisor::process_state;
using supervisor::status_html;

namespace {

bool has(const std::string& html, std::string_view part) {
    return html.find(part) != std::string::npos;
}

std::string row_of(process_state state) {
    return status_html({"house", "", "token", {{"a", "a", state, ""}}});
}

std::size_t count_of(const std::string& html, std::string_view part) {
    std::size_t count = 0;
    for (auto at = html.find(part); at != std::string::npos; at = html.find(part, at + 1))
        ++count;
    return count;
}

} // namespace

TEST_CASE("the page shows state and description of every process") {
    page_row one{"a", "a", process_state::running, "pid 7, uptime 0:00:01", "1.5 %", "3.4 MB"};
    page_row other{"g", "g:b", process_state::fatal, "Exited too quickly"};
    one.restarts = 12;
    other.exit_reason = "exit status 1";
    other.has_stderr = false;
    const std::string html = status_html({"house", "", "token", {one, other}});
    CHECK(has(html, "2 processes: 1 running, 1 fatal"));
    CHECK(has(html, "<span class=\"pill running\">running</span>"));
    CHECK(has(html, "<span class=\"pill fatal\">fatal</span>"));
    CHECK(has(html, "pid 7, uptime 0:00:01"));
    CHECK(has(html, "<td class=\"cpu\">1.5 %</td>"));
    CHECK(has(html, "<td class=\"memory\">3.4 MB</td>"));
    CHECK(has(html, "<td class=\"restarts\">12</td>"));
    CHECK(has(html, "<td class=\"exit\">exit status 1</td>"));
    CHECK(has(html, "<a href=\"tail.html?processname=g%3Ab\">g:b</a>"));
    CHECK(has(html, "href=\"logtail/a/stderr\""));
    CHECK_FALSE(has(html, "href=\"logtail/g%3Ab/stderr\""));
    CHECK(has(status_html({"house", "", "token", {}}), "No programs to manage"));
}

TEST_CASE("the programs of a group are together and have buttons for all of them") {
    const std::string html = status_html({"house",
                                          "",
                                          "token",
                                          {{"a", "a", process_state::stopped, ""},
                                           {"g", "g:b", process_state::stopped, ""},
                                           {"g", "g:c", process_state::stopped, ""}}});
    CHECK(count_of(html, "<tbody>") == 2);
    CHECK(count_of(html, "name=\"groupname\" value=\"g\"") == 1);
    CHECK(count_of(html, "name=\"groupname\"") == 1);
    for (const char* action : {"startgroup", "stopgroup", "restartgroup", "cleargroup"})
        CHECK(count_of(html, "value=\"" + std::string(action) + "\"") == 1);
}

TEST_CASE("every form of the page has the token") {
    const std::string html =
        status_html({"house", "", "0123", {{"g", "g:a", process_state::running, ""}}});
    CHECK(count_of(html, "<form ") == count_of(html, "name=\"token\" value=\"0123\""));
    CHECK(count_of(html, "<form ") == 3);
    CHECK(count_of(html, "method=\"post\"") == 3);
}

TEST_CASE("a process is offered what makes sense in its state") {
    struct offer {
        process_state state;
        bool start;
        bool stop;
    };
    const auto [state, start, stop] = GENERATE(values<offer>({
        {process_state::stopped, true, false},
        {process_state::starting, false, true},
        {process_state::running, false, true},
        {process_state::backoff, false, true},
        {process_state::stopping, false, false},
        {process_state::exited, true, false},
        {process_state::fatal, true, false},
        {process_state::unknown, false, false},
    }));
    const std::string html = row_of(state);
    CAPTURE(supervisor::state_name(state));
    CHECK(has(html, "value=\"start\"") == start);
    CHECK(has(html, "value=\"stop\"") == stop);
    CHECK(has(html, "value=\"restart\"") == (state == process_state::running));
    CHECK(has(html, "value=\"clearlog\""));
}

TEST_CASE("what others have named and written is escaped") {
    const std::string evil = "<b>\"'&\x1b\xff";
    page_row row{evil, evil, process_state::running, evil};
    row.exit_reason = evil;
    const std::string html =
        status_html({evil, evil, "token", {row}}) + status_html({evil, evil, "token", {row, row}}) +
        supervisor::tail_html({evil, evil, evil, evil}) +
        supervisor::confirmation_html({evil, evil, "processname", evil, "token"});
    CHECK_FALSE(has(html, "<b>"));
    CHECK_FALSE(has(html, "\"'&"));
    CHECK_FALSE(has(html, "\x1b"));
    CHECK_FALSE(has(html, "\xff"));
    CHECK(has(html, "&lt;b&gt;"));
}

TEST_CASE("a message that tells of a failure looks like one") {
    CHECK(has(status_html({"", "Process a started", "t", {}}), "class=\"message\""));
    CHECK(
        has(status_html({"", "ERROR: Process a: spawn error", "t", {}}), "class=\"message bad\""));
}

TEST_CASE("a name that looks like a place in the page to be filled is left as it is") {
    const std::string html =
        supervisor::tail_html({"{body}{token}{hash}", "stdout", "1", "{title}"});
    CHECK(has(html, "<title>Supervisor tail of process {body}{token}{hash}</title>"));
    CHECK(has(html, ">{title}</pre>"));
    CHECK(count_of(html, "<pre") == 1);
}

TEST_CASE("memory is shown with two digits or three") {
    const auto [bytes, text] = GENERATE(values<std::pair<std::int64_t, const char*>>({
        {0, "0 B"},
        {1023, "1023 B"},
        {1536, "1.5 kB"},
        {10 * 1024, "10 kB"},
        {3'565'158, "3.4 MB"},
        {1'073'741'824, "1.0 GB"},
    }));
    CHECK(supervisor::memory_text(bytes) == text);
}
