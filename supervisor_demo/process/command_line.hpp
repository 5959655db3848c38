#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

/// Why a command cannot be run, in Supervisor's words; which of them decides on the API's fault.
class command_error : public std::runtime_error {
public:
    enum class reason { bad_command, not_found, not_executable };
    command_error(reason because, const std::string& what)
        : std::runtime_error(what), because_(because) {}
    reason because() const noexcept { return because_; }

private:
    reason because_;
};

/// Splits as a POSIX shell would, without expanding anything: quotes, backslashes, no comments.
/// Throws std::invalid_argument "No closing quotation" or "No escaped character".
/// Source: Python's shlex.split.
std::vector<std::string> split_command(std::string_view command);

/// A command, ready for execve(2).
struct command_line {
    std::string file;
    std::vector<std::string> argv;
};

/// Splits `command` and finds its program: as named when there is a '/' in it, else in `path`, a
/// list of directories with ':' between. Throws command_error.
command_line find_command(const std::string& command, std::string_view path);

/// The PATH a program is looked up in: its own, the daemon's, or a default.
std::string_view search_path(const std::string* own) noexcept;

} // namespace supervisor
