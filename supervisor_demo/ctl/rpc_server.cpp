#include "supervisor_demo/ctl/rpc_server.hpp"

#include "supervisor_demo/config/ctl_config.hpp"
#include "supervisor_demo/ctl/interrupt.hpp"

#include <system_error>

namespace supervisor::ctl {

rpc_server::rpc_server(const ctl_config& config)
    : client_(config.serverurl, config.username, config.password) {}

medusa::xmlrpc_value rpc_server::call(std::string_view method, const medusa::xmlrpc_array& params) {
    return client_.call(method, params);
}

bool rpc_server::stream(std::string_view path,
                        const std::function<void(std::string_view piece)>& on_data) {
    const interrupt_watch watch;
    try {
        client_.stream(path, [&](std::string_view piece) {
            on_data(piece);
            return !watch.interrupted();
        });
    } catch (const std::exception&) {
        // A wait for the head that Ctrl-C ended is told as an error.
        if (!watch.interrupted()) throw;
    }
    return watch.interrupted();
}

} // namespace supervisor::ctl
