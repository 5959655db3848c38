#include "supervisor_demo/rpc/supervisor_interface.hpp"

#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/supervisor.hpp"

#include <string>
#include <utility>

namespace supervisor {

namespace {

void refuse_while_stopping(const supervisor& daemon) {
    if (daemon.mood() != supervisor_state::running) throw rpc_fault(fault::shutdown_state);
}

} // namespace

std::string supervisor_namespace::full_name(std::string_view method) const {
    return std::string(name_).append(".").append(method);
}

void supervisor_namespace::add(std::string_view name, method_registry::immediate function) {
    methods_.add(full_name(name),
                 [&target = daemon, call = std::move(function)](const rpc_params& params) {
                     refuse_while_stopping(target);
                     return call(params);
                 });
}

void supervisor_namespace::add_deferred(std::string_view name, method_registry::deferred function) {
    methods_.add_deferred(full_name(name), [&target = daemon, keep = std::move(function)](
                                               const rpc_call& call, const rpc_params& params) {
        refuse_while_stopping(target);
        keep(call, params);
    });
}

void supervisor_namespace::add_unguarded(std::string_view name,
                                         method_registry::immediate function) {
    methods_.add(full_name(name), std::move(function));
}

void add_supervisor_methods(method_registry& methods, supervisor& daemon, std::string_view name) {
    supervisor_namespace to(methods, daemon, name);
    add_state_methods(to);
    add_config_methods(to);
    add_control_methods(to);
    add_signal_methods(to);
    add_info_methods(to);
    add_log_methods(to);
}

} // namespace supervisor
