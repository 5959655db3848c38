#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace supervisor::ctl {

/// How a process is named on the command line. A lone name is a process in a group of that name.
struct namespec {
    std::string group;
    std::optional<std::string> process; // nothing: the whole group, "group:" or "group:*"
};

namespec split_namespec(std::string_view spec);

/// "name" when both are the same, else "group:name".
std::string make_namespec(std::string_view group, std::string_view process);

} // namespace supervisor::ctl
