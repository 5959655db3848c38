#pragma once

#include "supervisor_demo/process/spawn_stage.hpp"

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace supervisor {

/// The rights a program is given: `user` of its section.
struct credentials {
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<gid_t> groups;
    std::optional<spawn_stage> refusal; // why it cannot be had; it is the child that says so

    /// Looks the user up, and the groups it is in. None when `uid` is who we are.
    static std::optional<credentials> of(uid_t uid);
};

/// Everything the child needs, made before the fork.
struct spawn_request {
    std::string file;
    std::vector<std::string> argv;        // not empty
    std::vector<std::string> environment; // NAME=VALUE
    int stdin_fd = -1;                    // the child's ends, above 2;
    int stdout_fd = -1;
    int stderr_fd = -1;  // may equal stdout_fd
    int failure_fd = -1; // spawn_failures::child_end()
    std::optional<credentials> user;
    std::optional<std::string> directory;
    std::optional<mode_t> umask;
};

/// Forks, and has the child become `request.file`, in a process group of its own, with every signal
/// at its default and none blocked, and no descriptor open but 0, 1 and 2.
///
/// Returns the child's pid, or -1 with errno set when there could be none. What goes wrong in the
/// child is said on its stderr ("supervisor: couldn't exec /x: ENOEXEC"), sent up failure_fd, and
/// ends it with status 127. The child neither allocates nor throws.
pid_t spawn(const spawn_request& request) noexcept;

} // namespace supervisor
