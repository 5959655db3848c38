#pragma once

#include "supervisor_demo/ctl/controller.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace supervisor::ctl {

/// The logs of several programs, the name of its program before each line.
struct several_logs {
    std::vector<std::string> names;
    std::string channel; // "stdout" or "stderr"
};

/// What the words of `tail` ask for, the channel last if there is one: none when they are one plain
/// name, or name something that is not there.
several_logs logs_named(controller& ctl, std::vector<std::string_view> words);

/// What stands before each line of one among those named.
std::string log_prefix(const controller& ctl, const std::string& name,
                       const std::vector<std::string>& names);

/// Follows them all until Ctrl-C, or until the last has ended.
void follow_logs(controller& ctl, const several_logs& logs);

} // namespace supervisor::ctl
