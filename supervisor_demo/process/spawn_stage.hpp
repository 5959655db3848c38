#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace supervisor {

/// What a child does between fork and its program, in this order; any of it may fail.
enum class spawn_stage : int {
    process_group,
    pipes,
    user_lookup, // the next two are known before the fork
    user_change,
    groups,
    group_id,
    user_id,
    directory,
    exec,
    count
};

/// A child's last word: how far it came, and errno there.
struct spawn_failure {
    pid_t pid;
    spawn_stage stage;
    int error;
};

/// What a sentence about a failure may name.
struct spawn_subject {
    std::string_view program;
    std::string_view directory;
    uid_t uid = 0;
};

/// Writes "couldn't exec /x: ENOEXEC" into `to`, cut at `size`; returns its length. Neither
/// allocates nor throws: it is called between fork and exec.
std::size_t write_sentence(spawn_failure failure, const spawn_subject& about, char* to,
                           std::size_t size) noexcept;

/// The same as a string.
std::string failure_sentence(spawn_failure failure, const spawn_subject& about);

/// "ENOENT"; the number when it has no name.
std::string errno_name(int error);

} // namespace supervisor
