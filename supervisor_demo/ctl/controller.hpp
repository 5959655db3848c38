#pragma once

#include "medusa/xmlrpc_value.hpp"
#include "supervisor_demo/config/ctl_config.hpp"
#include "supervisor_demo/ctl/console.hpp"
#include "supervisor_demo/ctl/server.hpp"
#include "supervisor_demo/rpc/faults.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace supervisor::ctl {

struct command;

/// Runs command lines, from the shell's prompt or from the program's arguments, and keeps the exit
/// status they add up to. What a command throws becomes a line "error: ..." and status 1.
class controller {
public:
    /// `interactive`: there is someone to ask, for a password or before a shutdown.
    controller(ctl_config config, bool interactive, connector connect, console& terminal);

    /// Runs one line; false if it was to leave the shell.
    bool run(std::string_view line);

    /// The shell: status, then what is typed, until the end of the input, exit or quit.
    void loop();

    int exitstatus() const noexcept { return exitstatus_; }
    void set_exitstatus(int status) noexcept { exitstatus_ = status; }

    /// Sets the status that stands for a fault. Success, and the `ignored` fault, change nothing.
    void set_exitstatus_from_fault(fault code, fault ignored = fault::success) noexcept;

    /// Writes a line.
    void output(std::string_view line);
    /// Writes a line that says why something is not to be had: as output(), but for a command whose
    /// output is for programs to stderr.
    void complain(std::string_view line);
    console& terminal() noexcept { return terminal_; }
    const console& terminal() const noexcept { return terminal_; }

    /// Calls "supervisor.METHOD". Throws what server::call throws.
    medusa::xmlrpc_value call(std::string_view method, const medusa::xmlrpc_array& params = {});
    server& supervisord();

    /// Whether there is a supervisord that speaks our version of the API; if not, says why and
    /// sets the status. Throws for what has no sentence of its own.
    bool upcheck();

    /// Asks "y/N", without someone to ask the answer is yes. Throws std::runtime_error at the end
    /// of the input.
    bool confirm(std::string_view question);

    /// Until the command ends, what is complained of goes to stderr.
    void set_errors_apart() noexcept { errors_apart_ = true; }

    const std::string& serverurl() const noexcept { return config_.serverurl; }
    void set_serverurl(std::string url);

private:
    void run_command(const command& found, std::string_view arguments);
    bool unavailable(const std::error_code& error);
    void ask_who();

    ctl_config config_;
    bool interactive_;
    connector connect_;
    console& terminal_;
    std::unique_ptr<server> server_; // made when first asked for
    int exitstatus_ = 0;
    bool errors_apart_ = false;
};

} // namespace supervisor::ctl
