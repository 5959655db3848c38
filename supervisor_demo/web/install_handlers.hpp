#pragma once

namespace medusa {
class http_server;
}

namespace supervisor {

struct config;
struct server_config;
class logger;
class supervisor;

/// Installs what supervisord serves, one by one and in the order they are tried: XML-RPC at /RPC2,
/// the tails of the processes' logs, that of the main log, what the page is told of changes, the
/// page with what it loads, and what never changes. Each is behind a password when the server has a
/// username.
///
/// Without `[rpcinterface:supervisor]` in the configuration only the `system` methods are served.
/// The daemon must outlive the server.
void install_handlers(medusa::http_server& server, supervisor& daemon, const server_config& config);

/// The lines about a server in the main log, which come before the daemon leaves its terminal and
/// so before install_handlers().
void announce(const server_config& server, const config& whole, logger& log);

} // namespace supervisor
