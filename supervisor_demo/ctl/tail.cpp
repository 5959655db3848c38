#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/ctl/commands.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/globs.hpp"
#include "supervisor_demo/ctl/prefixed_lines.hpp"
#include "supervisor_demo/ctl/tail_several.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <system_error>

namespace supervisor::ctl::commands {
namespace {

constexpr std::int64_t default_bytes = 1600;

void fail(controller& ctl, std::string_view error) {
    ctl.output(error);
    ctl.set_exitstatus(lsb_action::generic);
}

// "-100" is a number of bytes. Nothing, after a complaint, if it is no number, or more than what an
// <int> of XML-RPC holds.
std::optional<std::int64_t> bytes_of(controller& ctl, std::string_view modifier) {
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    try {
        const auto bytes = datatypes::integer(modifier.substr(1));
        if (bytes >= -most && bytes <= most) return bytes;
        fail(ctl, format("Error: bad argument {}, at most {} bytes", modifier, most));
    } catch (const value_error&) {
        fail(ctl, format("Error: bad argument {}", modifier));
    }
    return std::nullopt;
}

void follow(controller& ctl, const std::string& path) {
    ctl.output("==> Press Ctrl-C to exit <==");
    try {
        const bool interrupted = ctl.supervisord().stream(
            path, [&](std::string_view piece) { ctl.terminal().write(piece); });
        if (interrupted) ctl.output("");
    } catch (const std::exception&) {
        tell_stream_error(ctl, path, std::current_exception());
    }
}

void show_end(controller& ctl, std::string_view name, std::string_view method,
              const medusa::xmlrpc_array& params, bool may_be_unknown,
              const std::string& prefix = {}) {
    std::string what;
    try {
        const auto text = ctl.call(method, params).as_string();
        if (prefix.empty()) return ctl.output(text);
        prefixed_lines lines(prefix);
        return ctl.terminal().write(lines.add(text) + lines.rest());
    } catch (const medusa::xmlrpc_fault& error) {
        const auto code = static_cast<fault>(error.code());
        if (code == fault::no_file)
            what = "no log file";
        else if (code == fault::failed)
            what = "unknown error reading log";
        else if (code == fault::bad_name && may_be_unknown)
            what = "no such process name";
        else
            throw;
    }
    fail(ctl, format("{}: ERROR ({})", name, what));
}

} // namespace

void tell_stream_error(controller& ctl, std::string_view path, const std::exception_ptr& why) {
    const auto complain = [&](const std::string& what) {
        ctl.terminal().write_error(format("{}{} {}\n", ctl.serverurl(), path, what));
    };
    try {
        std::rethrow_exception(why);
    } catch (const http_status_error& error) {
        complain(format("Cannot read, status code {}", error.status()));
    } catch (const std::system_error& error) {
        complain(format("Cannot connect, error: {}", error.what()));
    } catch (const bad_reply&) {
        // A supervisord that shuts down leaves the reply unfinished.
        return;
    }
}

void tail(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    auto words = text::words(arguments);
    if (words.empty()) return refuse(ctl, "tail", "Error: too few arguments", lsb_action::generic);
    if (words.front() == "-f")
        if (const auto logs = logs_named(ctl, {words.begin() + 1, words.end()});
            !logs.names.empty())
            return follow_logs(ctl, logs);
    if (words.size() > 3)
        return refuse(ctl, "tail", "Error: too many arguments", lsb_action::generic);
    std::string_view modifier;
    if (words.front().starts_with('-')) {
        modifier = words.front();
        words.erase(words.begin());
    }
    if (words.empty()) return fail(ctl, "Error: tail requires process name");
    const auto name = words.front();
    const auto channel = words.size() == 1 ? "stdout" : text::lower(words.back());
    if (channel != "stdout" && channel != "stderr")
        return fail(ctl, format("Error: bad channel {}", text::repr(channel)));
    if (modifier == "-f") return follow(ctl, format("/logtail/{}/{}", name, channel));
    const auto bytes = modifier.empty() ? default_bytes : bytes_of(ctl, modifier);
    if (!bytes) return;
    const auto* method = channel == "stdout" ? "readProcessStdoutLog" : "readProcessStderrLog";
    const auto named = expand_globs(ctl, {name}, true);
    for (const auto& one : named)
        show_end(ctl, one, method, {one, -*bytes, 0}, true,
                 named.size() > 1 ? log_prefix(ctl, one, named) : "");
}

void maintail(controller& ctl, std::string_view arguments) {
    if (!ctl.upcheck()) return;
    const auto words = text::words(arguments);
    if (words.size() > 1)
        return refuse(ctl, "maintail", "Error: too many arguments", lsb_action::generic);
    std::optional bytes = default_bytes;
    if (words.size() == 1) {
        const auto modifier = words.front();
        if (modifier == "-f") return follow(ctl, "/mainlogtail");
        if (!modifier.starts_with('-'))
            return fail(ctl, format("Error: bad argument {}", modifier));
        bytes = bytes_of(ctl, modifier);
    }
    if (bytes) show_end(ctl, "supervisord", "readLog", {-*bytes, 0}, false);
}

} // namespace supervisor::ctl::commands
