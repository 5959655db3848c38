#include "supervisor_demo/web/page_html.hpp"

#include <catch2/catch.hpp>

#include <string>

using supervisor::page_row;
using supervisor::process_state;
using supervisor::status_html;

namespace {

bool has(const std::string& html, std::string_view part) {
    return html.find(part) != std::string::npos;
}

std::string row_of(process_state state) {
    return status_html({"house", "", {{"a", state, "", true, true}}});
}

} // namespace

TEST_CASE("the page shows state and description of every process") {
    const std::string html =
        status_html({"house",
                     "",
                     {{"a", process_state::running, "pid 7, uptime 0:00:01", true, true},
                      {"g:b", process_state::fatal, "Exited too quickly", true, false}}});
    CHECK(has(html, "2 processes: 1 running, 1 fatal"));
    CHECK(has(html, "<span class=\"statusrunning\">running</span>"));
    CHECK(has(html, "<span class=\"statuserror\">fatal</span>"));
    CHECK(has(html, "pid 7, uptime 0:00:01"));
    CHECK(has(html, "<a href=\"tail.html?processname=g%3Ab\">g:b</a>"));
    CHECK(has(html, "href=\"logtail/a/stderr\""));
    CHECK_FALSE(has(html, "href=\"logtail/g%3Ab/stderr\""));
    CHECK(has(html, "<tr class=\"shade\">"));
    CHECK(has(status_html({"house", "", {}}), "No programs to manage"));
}

TEST_CASE("a process is offered what makes sense in its state") {
    struct offer {
        process_state state;
        bool start;
        bool stop;
    };
    const auto [state, start, stop] = GENERATE(values<offer>({
        {process_state::stopped, true, false},
        {process_state::starting, false, false},
        {process_state::running, false, true},
        {process_state::backoff, false, false},
        {process_state::stopping, false, false},
        {process_state::exited, true, false},
        {process_state::fatal, true, false},
        {process_state::unknown, false, false},
    }));
    const std::string html = row_of(state);
    CAPTURE(supervisor::state_name(state));
    CHECK(has(html, "value=\"start\"") == start);
    CHECK(has(html, "value=\"stop\"") == stop);
    CHECK(has(html, "value=\"restart\"") == stop);
    CHECK(has(html, "value=\"clearlog\""));
}

TEST_CASE("what others have named and written is escaped") {
    const std::string evil = "<b>\"'&\x1b\xff";
    const std::string html = status_html({evil, evil, {{evil, process_state::running, evil}}}) +
                             supervisor::tail_html(evil, evil, evil) +
                             supervisor::confirmation_html(evil, evil, evil);
    CHECK_FALSE(has(html, "<b>"));
    CHECK_FALSE(has(html, "\"'&"));
    CHECK_FALSE(has(html, "\x1b"));
    CHECK_FALSE(has(html, "\xff"));
    CHECK(has(html, "&lt;b&gt;"));
}

TEST_CASE("a message that tells of a failure looks like one") {
    CHECK(has(status_html({"", "Process a started", {}}), "class=\"status_msg\""));
    CHECK(has(status_html({"", "ERROR: Process a: spawn error", {}}),
              "class=\"status_msg bad_news\""));
}
