#pragma once

#include "supervisor_demo/ctl/controller.hpp"

#include <string_view>
#include <vector>

namespace supervisor::ctl {

/// `status --watch`: a table of the processes that the names stand for, of all without any, over
/// the whole terminal and anew every second, until q or Ctrl-C; and at once when a daemon that
/// serves /events tells of a change. A daemon that is away is waited for.
void watch(controller& ctl, const std::vector<std::string_view>& names);

} // namespace supervisor::ctl
