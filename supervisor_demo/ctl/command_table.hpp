#pragma once

#include <span>
#include <string_view>

namespace supervisor::ctl {

class controller;

/// A word supervisorctl understands.
struct command {
    std::string_view name;
    /// `arguments` is the rest of the line, without white space around it. What it throws ends the
    /// command with a line "error: ..." and status 1.
    void (*run)(controller& ctl, std::string_view arguments);
    std::string_view help; // without its last end of line
    bool listed = true;    // by `help` alone
    bool leaves_shell = false;
    /// What Supervisor's does not have. A person is told below `help`; scripts read what they know.
    std::string_view more = {};
};

/// Every command, sorted by name.
std::span<const command> command_table() noexcept;

/// Null if there is none of that name.
const command* find_command(std::string_view name) noexcept;

/// How much of a line is the command's name: its letters, digits and underscores.
std::size_t command_name_size(std::string_view line) noexcept;

/// A command was called wrongly: writes the error and the command's help, and sets the status.
void refuse(controller& ctl, std::string_view name, std::string_view error, int exitstatus);

/// Refuses arguments, if there are any. Returns whether there are none.
bool has_no_arguments(controller& ctl, std::string_view name, std::string_view arguments);

} // namespace supervisor::ctl
