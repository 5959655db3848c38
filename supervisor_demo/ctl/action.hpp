#pragma once

#include "supervisor_demo/ctl/controller.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/process_info.hpp"
#include "supervisor_demo/ctl/process_result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace supervisor::ctl {

/// What start, stop and signal differ in.
struct action {
    std::string_view one; // the methods
    std::string_view group;
    std::string_view all;
    /// What is said of a result. Throws std::runtime_error for one the action cannot have.
    std::string (*line)(const process_result& result);
    /// Which processes the methods for many concern themselves with.
    bool (*concerns)(const process_info& process);
    fault ignored = fault::success;            // no reason for another exit status
    int no_such_group = lsb_action::generic;   // the exit status
    medusa::xmlrpc_array more_parameters = {}; // after the name
};

/// Acts on processes, on whole groups, or on all, and says what became of each.
///
/// Names are acted on at once and not one after the other, unless they have a process in common. A
/// person sees a line as each process settles; scripts get the lines in the order of the names, and
/// those of a group in the daemon's. The exit status is that of the order of the names for both.
void act(controller& ctl, const action& what, const std::vector<std::string_view>& names);

} // namespace supervisor::ctl
