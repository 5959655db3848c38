#include "supervisor_demo/daemon/privileges.hpp"

#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/spawn.hpp"

#include <cerrno>
#include <cstring>

#include <grp.h>
#include <unistd.h>

namespace supervisor {

std::optional<std::string> drop_privileges(uid_t uid) {
    const auto user = credentials::of(uid);
    if (!user) return {};
    if (user->refusal == spawn_stage::user_lookup) return format("Can't find uid {}", uid);
    if (user->refusal) return "Can't drop privilege as nonroot user";
    if (::setgroups(user->groups.size(), user->groups.data()) < 0)
        return "Could not set groups of effective user";
    if (::setgid(user->gid) < 0) return "Could not set group id of effective user";
    if (::setuid(uid) < 0) return format("Could not set user id: {}", std::strerror(errno));
    return {};
}

} // namespace supervisor
