#pragma once

#include <string>
#include <string_view>

namespace supervisor {

/// How a process is named from outside: `group:name`; a lone name is a group of the same name.
/// No process, as in `group:` and `group:*`, means the whole group.
struct namespec {
    std::string group;
    std::string process;
    bool whole_group() const noexcept { return process.empty(); }
};

namespec split_namespec(std::string_view spec);

/// "name" when both are the same, else "group:name".
std::string make_namespec(std::string_view group, std::string_view process);

} // namespace supervisor
