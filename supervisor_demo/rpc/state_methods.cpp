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
    // Nobody listens to these events yet, so there is no one to tell.
    to.add_unguarded("sendRemoteCommEvent", [](const rpc_params&) { return true; });
}

} // namespace supervisor
