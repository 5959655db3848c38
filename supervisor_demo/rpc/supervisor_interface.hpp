#pragma once

#include "supervisor_demo/rpc/method_registry.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace supervisor {

class process_waits;
class supervisor;

/// Adds the methods of the `supervisor` namespace to `methods`, or under another name of it: an
/// [rpcinterface:x] with Supervisor's own factory makes them x.getState and so on. The daemon must
/// outlive `methods`.
void add_supervisor_methods(method_registry& methods, supervisor& daemon,
                            std::string_view name = "supervisor");

/// How each of the functions below adds its part: all but a few methods answer SHUTDOWN_STATE once
/// the daemon is stopping, before they look at anything else.
class supervisor_namespace {
public:
    supervisor_namespace(method_registry& methods, supervisor& target, std::string_view name)
        : daemon(target), methods_(methods), name_(name) {}

    /// `name` is without the namespace.
    void add(std::string_view name, method_registry::immediate function);
    void add_deferred(std::string_view name, method_registry::deferred function);
    /// A method that answers at any time.
    void add_unguarded(std::string_view name, method_registry::immediate function);

    supervisor& daemon;

private:
    std::string full_name(std::string_view method) const;

    method_registry& methods_;
    std::string_view name_;
};

void add_state_methods(supervisor_namespace& to);
void add_config_methods(supervisor_namespace& to);
void add_control_methods(supervisor_namespace& to);
void add_signal_methods(supervisor_namespace& to);
void add_info_methods(supervisor_namespace& to);
void add_log_methods(supervisor_namespace& to);

} // namespace supervisor
