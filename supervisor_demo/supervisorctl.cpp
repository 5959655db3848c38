#include "supervisor_demo/config/config_error.hpp"
#include "supervisor_demo/ctl/controller.hpp"
#include "supervisor_demo/ctl/ctl_options.hpp"
#include "supervisor_demo/ctl/interrupt.hpp"
#include "supervisor_demo/ctl/rpc_server.hpp"
#include "supervisor_demo/ctl/terminal.hpp"

#include <unistd.h>

using namespace supervisor;

namespace {

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> found;
    for (char** entry = ::environ; *entry != nullptr; ++entry) {
        const std::string_view pair = *entry;
        const auto equals = std::min(pair.find('='), pair.size());
        found.emplace(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
    }
    return found;
}

int control(ctl::ctl_options options, ctl::terminal& terminal) {
    const auto connect = [](const ctl_config& config) {
        return std::make_unique<ctl::rpc_server>(config);
    };
    terminal.keep_history(options.config.history_file.value_or(""));
    ctl::controller ctl(std::move(options.config), options.interactive, connect, terminal);
    if (options.action.empty()) {
        if (!ctl::terminal::is_typed_at()) {
            ctl::leave_on_interrupt();
            ctl.loop();
            return 0;
        }
        const ctl::interrupt_watch ends_commands_only;
        ctl.loop();
        return 0;
    }
    std::string line;
    for (const auto& word : options.action)
        line.append(line.empty() ? "" : " ").append(word);
    ctl.run(line);
    return ctl.exitstatus();
}

} // namespace

int main(int argc, char** argv) {
    const std::string progname = argc > 0 ? argv[0] : "supervisorctl";
    ctl::terminal terminal;
    try {
        auto options = ctl::parse_ctl_options({argv + (argc > 0), argv + argc}, progname,
                                              process_environment());
        if (!options.answer) return control(std::move(options), terminal);
        terminal.write(*options.answer);
        return 0;
    } catch (const config_error& error) {
        terminal.write_error(error.report(progname));
        return 2;
    } catch (const std::exception& error) {
        terminal.write_error(std::string("error: ").append(error.what()).append("\n"));
        return 1;
    }
}
