#pragma once

#include "supervisor_demo/ctl/process_info.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace supervisor::ctl {

/// Whether a name has a "*", "?" or "[" in it, and is not just "group:*".
bool is_glob(std::string_view name) noexcept;

/// The processes a glob stands for: with a colon, those whose group and whose name match its parts;
/// without, those whose name as `status` shows it does, group and all.
std::vector<const process_info*> matching(std::string_view glob,
                                          const std::vector<process_info>& all);

/// The processes a name, a whole group or a glob stands for, in this order of precedence.
std::vector<process_info> processes_named(std::string_view name,
                                          const std::vector<process_info>& all);

/// The names, each glob replaced by the processes it stands for, in the daemon's order and none
/// twice. A process of exactly that name goes before the glob, and a glob that nothing matches
/// stays. With `whole_groups` so is "group:*": for methods that know no groups. The daemon is asked
/// only if there is something to replace.
std::vector<std::string> expand_globs(controller& ctl, const std::vector<std::string_view>& names,
                                      bool whole_groups = false);

} // namespace supervisor::ctl
