#include "supervisor_demo/ctl/controller.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/command_table.hpp"
#include "supervisor_demo/ctl/completion.hpp"
#include "supervisor_demo/ctl/ctl_options.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/interrupt.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"

#include <stdexcept>
#include <system_error>
#include <utility>

namespace supervisor::ctl {
namespace {

constexpr std::string_view api_version = "3.0";

std::string ask(console& terminal, std::string_view question) {
    if (auto answer = terminal.read_line(question)) return *answer;
    if (terminal.is_terminal()) terminal.write("\n"); // Ctrl-D leaves the question's line open
    throw std::runtime_error("the input ended where an answer was expected");
}

// What no command has a sentence of its own for.
std::string sentence_for(const medusa::xmlrpc_fault& error) {
    switch (static_cast<fault>(error.code())) {
    case fault::shutdown_state:
        return "supervisord is shutting down";
    case fault::unknown_method:
        return "supervisord does not know how to do this";
    case fault::incorrect_parameters:
    case fault::bad_arguments:
        return format("supervisord refuses what it is asked: {}", error.text());
    default:
        return error.text();
    }
}

} // namespace

controller::controller(ctl_config config, bool interactive, connector connect, console& terminal)
    : config_(std::move(config)),
      interactive_(interactive),
      connect_(std::move(connect)),
      terminal_(terminal) {}

bool controller::run(std::string_view line) {
    line = text::strip(line);
    if (line.empty()) return true;
    const auto typed =
        line.front() == '?' ? "help " + std::string(line.substr(1)) : std::string(line);
    const auto name = std::string_view(typed).substr(0, command_name_size(typed));
    const command* found = find_command(name);
    if (!found) {
        output(format("*** Unknown syntax: {}", typed));
        set_exitstatus(lsb_action::generic);
        return true;
    }
    run_command(*found, text::strip(std::string_view(typed).substr(name.size())));
    return !found->leaves_shell;
}

void controller::run_command(const command& found, std::string_view arguments) {
    errors_apart_ = false;
    try {
        for (;;) {
            try {
                return found.run(*this, arguments);
            } catch (const http_status_error& error) {
                if (error.status() != 401) throw;
                complain("Server requires authentication");
                if (!interactive_) throw;
            }
            ask_who();
        }
    } catch (const interrupted_error&) {
        output("");
    } catch (const medusa::xmlrpc_fault& error) {
        complain(format("error: {}", sentence_for(error)));
    } catch (const std::exception& error) {
        complain(format("error: {}", error.what()));
    }
    set_exitstatus(lsb_action::generic);
}

void controller::loop() {
    const auto prompt = config_.prompt + "> ";
    const auto complete = [this](std::string_view line) { return completions(*this, line); };
    bool goes_on = run("status");
    while (goes_on)
        goes_on = run(terminal_.read_command(prompt, complete).value_or("EOF"));
}

void controller::set_exitstatus_from_fault(fault code, fault ignored) noexcept {
    if (code == fault::success || code == ignored) return;
    const bool dead = code == fault::spawn_error || code == fault::abnormal_termination ||
                      code == fault::not_running;
    set_exitstatus(dead ? lsb_action::not_running : lsb_action::generic);
}

void controller::output(std::string_view line) {
    terminal_.write(std::string(line).append("\n"));
}

void controller::complain(std::string_view line) {
    if (!errors_apart_) return output(line);
    terminal_.write_error(std::string(line).append("\n"));
}

medusa::xmlrpc_value controller::call(std::string_view method, const medusa::xmlrpc_array& params) {
    return supervisord().call(format("supervisor.{}", method), params);
}

server& controller::supervisord() {
    if (!server_) server_ = connect_(config_);
    return *server_;
}

bool controller::upcheck() {
    try {
        const auto version = call("getVersion").as_string();
        if (version == api_version) return true;
        complain(format("Sorry, this version of supervisorctl expects to talk to a server with "
                        "API version {}, but the remote version is {}.",
                        api_version, version));
        set_exitstatus(lsb_action::not_installed);
    } catch (const medusa::xmlrpc_fault& error) {
        if (error.code() != static_cast<int>(fault::unknown_method)) throw;
        complain("Sorry, supervisord responded but did not recognize the supervisor namespace "
                 "commands that supervisorctl uses to control it.  Please check that the "
                 "[rpcinterface:supervisor] section is enabled in the configuration file (see "
                 "sample.conf).");
        set_exitstatus(lsb_action::unimplemented_feature);
    } catch (const std::system_error& error) {
        if (!unavailable(error.code())) throw;
    }
    return false;
}

bool controller::unavailable(const std::error_code& error) {
    if (error == std::errc::connection_refused) {
        complain(format("{} refused connection", serverurl()));
        set_exitstatus(lsb_action::insufficient_privileges);
        return true;
    }
    if (error == std::errc::no_such_file_or_directory) {
        complain(format("{} no such file", serverurl()));
        set_exitstatus(lsb_action::not_running);
        return true;
    }
    return false;
}

bool controller::confirm(std::string_view question) {
    return !interactive_ || text::lower(ask(terminal_, question)).starts_with('y');
}

void controller::ask_who() {
    config_.username = ask(terminal_, "Username:");
    const auto password = terminal_.read_password("Password:");
    if (!password) throw std::runtime_error("the input ended where a password was expected");
    config_.password = *password;
    server_.reset();
    output("");
}

void controller::set_serverurl(std::string url) {
    turn_to(config_, std::move(url));
    server_.reset();
}

} // namespace supervisor::ctl
