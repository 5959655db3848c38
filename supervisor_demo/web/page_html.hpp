#pragma once

#include "supervisor_demo/process/process_state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

/// One line of the table of processes.
struct page_row {
    std::string name; // the namespec
    process_state state = process_state::stopped;
    std::string description;
    bool has_stdout = true; // a log to follow
    bool has_stderr = true;
};

struct status_view {
    std::string identifier; // which supervisord this is
    std::string message;    // what came of the last action; may be empty
    std::vector<page_row> rows;
};

/// The pages, whole. Everything in them that is not ours is escaped. They hold no script and no
/// style of their own, so that a strict Content-Security-Policy can be set.
std::string status_html(const status_view& view);
std::string tail_html(std::string_view processname, std::string_view limit, std::string_view tail);
/// Asks whether `action` is meant; the answer is a POST.
std::string confirmation_html(std::string_view question, std::string_view action,
                              std::string_view processname);

} // namespace supervisor
