#pragma once

#include "supervisor_demo/ctl/colour.hpp"
#include "supervisor_demo/ctl/usage.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace supervisor::ctl {

/// The head of the table of `status --watch`, and a line for each process, as wide as `columns`. In
/// a window of less than 80 the last columns are left out, one after the other. What is not known
/// stays blank. A process that does not run has its description where one that does has numbers.
/// What cannot be shown, as control characters, is a question mark.
std::vector<std::string> watch_table(const std::vector<usage_view::seen>& processes,
                                     std::size_t columns, const console& shown_on);

/// "12 processes: 10 RUNNING, 2 FATAL"
std::string summary(const std::vector<usage_view::seen>& processes);

/// "0:00:07", "23:59:59", "3d 4:05:06"
std::string uptime_text(std::int64_t seconds);

/// "512 B", "1.5 K", "17 M", "2.0 G": what fits into five characters.
std::string memory_text(std::int64_t bytes);

/// The text in `width` columns: cut with an ellipsis, or filled with spaces.
std::string fitted(std::string_view text, std::size_t width);

} // namespace supervisor::ctl
