#pragma once

#include <optional>
#include <string>

#include <sys/types.h>

namespace supervisor {

/// Becomes the user `uid`, with the groups it is in; nothing to do when we are.
/// Returns why that is not possible, in Supervisor's words.
std::optional<std::string> drop_privileges(uid_t uid);

} // namespace supervisor
