#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"

namespace supervisor::ctl::commands {
namespace {

void fail(controller& ctl, std::string_view error) {
    ctl.output(error);
    ctl.set_exitstatus(lsb_action::generic);
}

bool is_running(controller& ctl, std::string_view name) {
    return ctl.call("getProcessInfo", {name}).at("statename").as_string() == "RUNNING";
}

// Whether there is such a program to talk to; says so if not.
bool may_talk_to(controller& ctl, std::string_view name) {
    try {
        if (is_running(ctl, name)) return true;
        fail(ctl, "ERROR: process not running");
    } catch (const medusa::xmlrpc_fault& error) {
        if (error.code() == static_cast<int>(fault::bad_name))
            fail(ctl, "ERROR: bad process name supplied");
        else
            ctl.output(format("ERROR: {}", error.text()));
    }
    return false;
}

// What was typed to the program; false when that was the last.
bool pass_on(controller& ctl, std::string_view name) {
    const auto typed = ctl.terminal().read_typed();
    if (!typed) return false;
    if (typed->empty()) return true;
    try {
        ctl.call("sendProcessStdin", {name, *typed});
        if (is_running(ctl, name)) return true;
        ctl.output("Process got killed");
    } catch (const medusa::xmlrpc_fault& error) {
        if (error.code() == static_cast<int>(fault::not_running))
            ctl.output("Process got killed");
        else
            ctl.output(format("ERROR: {}", error.text()));
    }
    return false;
}

} // namespace

void fg(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto names = text::words(arguments);
    if (names.empty())
        return refuse(ctl, "fg", "ERROR: no process name supplied", lsb_action::generic);
    if (names.size() > 1) return fail(ctl, "ERROR: too many process names supplied");
    const std::string name(names.front());
    if (!may_talk_to(ctl, name)) return;

    ctl.output("==> Press Ctrl-C to exit <==");
    conversation about;
    about.paths = {format("/logtail/{}/stdout", name), format("/logtail/{}/stderr", name)};
    about.on_data = [&](const std::string&, std::string_view piece) {
        ctl.terminal().write(piece);
    };
    about.on_error = [&](const std::string& path, const std::exception_ptr& why) {
        tell_stream_error(ctl, path, why);
    };
    about.input = ctl.terminal().input();
    about.on_input = [&] {
        bool goes_on = true;
        do
            goes_on = pass_on(ctl, name);
        while (goes_on && ctl.terminal().holds_line());
        return goes_on;
    };
    // What was typed ahead is held already, and no descriptor will tell of it.
    if (!ctl.terminal().holds_line() || about.on_input()) ctl.supervisord().converse(about);
    ctl.output("Exiting foreground");
}

} // namespace supervisor::ctl::commands
