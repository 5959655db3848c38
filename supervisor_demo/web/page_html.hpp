#pragma once

#include "supervisor_demo/process/process_state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

/// One line of the table of processes.
struct page_row {
    std::string group;
    std::string name; // the namespec
    process_state state = process_state::stopped;
    std::string description;
    std::string cpu = {};    // "12.5 %"; empty when it does not run
    std::string memory = {}; // "3.4 MB"
    int restarts = 0;
    std::string exit_reason = {};
    bool has_stdout = true; // a log to follow
    bool has_stderr = true;
};

struct status_view {
    std::string identifier; // which supervisord this is
    std::string message;    // what came of the last action; may be empty
    std::string token;      // for the page's own forms
    std::vector<page_row> rows;
};

/// The page with all processes, those of a group together. It works without scripts: every button
/// is a form.
std::string status_html(const status_view& view);

/// The rows of one group, with a heading of its own when it is more than one program.
std::string group_html(const std::vector<page_row>& rows, std::string_view token);

struct tail_view {
    std::string processname;
    std::string channel; // "stdout" or "stderr"
    std::string limit;
    std::string tail;
};
std::string tail_html(const tail_view& view);

/// Asks whether `action` is meant; the answer is a POST.
struct confirmation_view {
    std::string question;
    std::string action;
    std::string field; // what the target is called: "processname", "groupname"
    std::string target;
    std::string token; // good for that action alone
};
std::string confirmation_html(const confirmation_view& view);

/// "3.4 MB"
std::string memory_text(std::int64_t bytes);

} // namespace supervisor
