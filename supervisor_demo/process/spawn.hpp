#pragma once

#include "asyncore/unique_fd.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace supervisor {

/// What a child does between fork and its program, in this order. Any of it may fail.
enum class spawn_stage : int { process_group, pipes, user, directory, exec, count };

/// A child's last word: how far it came, and errno there.
struct spawn_failure {
    pid_t pid;
    spawn_stage stage;
    int error;
};

/// The rights a program is given: `user` of its section.
struct credentials {
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<gid_t> groups;
    std::string refusal; // why it cannot be had: said by the child, as in Supervisor; else empty

    /// Looks the user up, and the groups it is in. None when `uid` is who we are.
    static std::optional<credentials> of(uid_t uid);
};

/// Everything the child needs, made before the fork.
struct spawn_request {
    std::string file;
    std::vector<std::string> argv;
    std::vector<std::string> environment; // NAME=VALUE
    int stdin_fd = -1;                    // the child's ends; stderr_fd may equal stdout_fd
    int stdout_fd = -1;
    int stderr_fd = -1;
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

/// "couldn't exec /x: ENOEXEC": a failure of `request` without prefix or newline.
std::string failure_sentence(const spawn_failure& failure, std::string_view file,
                             std::string_view directory, uid_t uid);

/// "ENOENT"; the number when it has no name.
std::string errno_name(int error);

} // namespace supervisor
