#include "supervisor_demo/web/install_handlers.hpp"

#include "medusa/auth_handler.hpp"
#include "medusa/http_server.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/rpc/method_registry.hpp"
#include "supervisor_demo/rpc/rpc_handler.hpp"
#include "supervisor_demo/rpc/supervisor_interface.hpp"
#include "supervisor_demo/rpc/system_interface.hpp"
#include "supervisor_demo/supervisor.hpp"
#include "supervisor_demo/web/asset_handler.hpp"
#include "supervisor_demo/web/fixed_pages.hpp"
#include "supervisor_demo/web/log_tail_handler.hpp"
#include "supervisor_demo/web/refusal_page.hpp"
#include "supervisor_demo/web/server_log.hpp"
#include "supervisor_demo/web/status_feed.hpp"
#include "supervisor_demo/web/status_page.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace supervisor {

namespace {

std::shared_ptr<method_registry> make_methods(supervisor& daemon,
                                              const std::vector<std::string>& namespaces) {
    auto methods = std::make_shared<method_registry>();
    for (const auto& name : namespaces)
        add_supervisor_methods(*methods, daemon, name);
    add_system_methods(*methods);
    return methods;
}

} // namespace

void install_handlers(medusa::http_server& server, supervisor& daemon,
                      const server_config& config) {
    const auto& names = daemon.configuration().rpcinterfaces;
    const std::vector<std::string> own{"supervisor"};
    const auto methods = make_methods(daemon, own); // of the page

    const auto install = [&](std::shared_ptr<medusa::handler> one) {
        if (!config.username.empty()) {
            auto guarded = std::make_shared<medusa::auth_handler>(std::move(one), config.username,
                                                                  config.password);
            guarded->close_refused = true;
            one = std::move(guarded);
        }
        server.install_handler(std::move(one), true);
    };
    install(std::make_shared<rpc_handler>(names == own ? methods : make_methods(daemon, names),
                                          daemon.log()));
    install(std::make_shared<log_tail_handler>(daemon));
    install(std::make_shared<main_log_tail_handler>(daemon));
    const auto feed = std::make_shared<status_feed>(daemon);
    install(feed);
    install(std::make_shared<status_page>(daemon, methods, feed));
    install(std::make_shared<asset_handler>());
    install(std::make_shared<fixed_pages>());
    log_hits(server, daemon.log());
    // As clients of Supervisor have always seen it.
    server.server_ident = "Medusa/1.12";
    // supervisorctl names a process in a path as it is written in the configuration.
    server.limits.obs_text_in_target = true;
    server.origin_guard.allowed_hosts = config.allowed_hosts;
    server.origin_guard.answer = answer_refused;
    // Supervisor lets a silent client stay for half an hour.
    server.limits.idle_time = std::chrono::minutes(30);
}

void announce(const server_config& server, const config& whole, logger& log) {
    log_start(server, log);
    for (const auto& name : whole.rpcinterfaces)
        log.info(format("RPC interface '{}' initialized", name));
    if (server.username.empty())
        log.critical(
            format("Server '{}' running without any HTTP authentication checking", server.section));
}

} // namespace supervisor
