#include "supervisor_demo/config/version.hpp"
#include "supervisor_demo/rpc/supervisor_interface.hpp"
#include "supervisor_demo/supervisor.hpp"

#include <unistd.h>

namespace supervisor {

namespace {

constexpr const char* api_version = "3.0";

} // namespace

void add_state_methods(supervisor_namespace& to) {
    supervisor& daemon = to.daemon;
    for (const char* name : {"getAPIVersion", "getVersion"})
        to.add(name, [](const rpc_params&) { return api_version; });
    to.add("getSupervisorVersion", [](const rpc_params&) { return version; });
    to.add("getIdentification", [&daemon](const rpc_params&) { return daemon.identifier(); });
    to.add("getState", [&daemon](const rpc_params&) {
        return medusa::xmlrpc_struct{{"statecode", static_cast<int>(daemon.mood())},
                                     {"statename", state_name(daemon.mood())}};
    });
    to.add("getPID", [](const rpc_params&) { return ::getpid(); });
    to.add("shutdown", [&daemon](const rpc_params&) {
        daemon.shutdown();
        return true;
    });
    to.add("restart", [&daemon](const rpc_params&) {
        daemon.restart();
        return true;
    });
    to.add_unguarded("sendRemoteCommEvent", [&daemon](const rpc_params& params) {
        const std::string type = params.any_text(0);
        const std::string data = params.any_text(1);
        daemon.events().publish(event_type::remote_communication,
                                [&] { return remote_communication_payload(type, data); });
        return true;
    });
}

} // namespace supervisor
