#pragma once

#include "supervisor_demo/ctl/process_info.hpp"

#include <vector>

namespace supervisor::ctl {

/// In the order in which the methods for many act: by the priority of the group, then of the
/// process. Who is no longer in the configuration counts as 999.
std::vector<process_info> in_member_order(controller& ctl, std::vector<process_info> processes);

} // namespace supervisor::ctl
