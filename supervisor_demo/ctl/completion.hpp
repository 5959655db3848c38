#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace supervisor::ctl {

class controller;

/// What may stand for the last word of a line that is being typed, or after it if it ends in white
/// space: commands, their flags, groups, processes and "group:*", signals, or channels. Who cannot
/// be asked, has nothing to offer.
std::vector<std::string> completions(controller& ctl, std::string_view line);

} // namespace supervisor::ctl
