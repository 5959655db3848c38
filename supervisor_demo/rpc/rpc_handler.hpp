#pragma once

#include "medusa/xmlrpc_handler.hpp"
#include "supervisor_demo/rpc/method_registry.hpp"

#include <memory>
#include <utility>

namespace supervisor {

class logger;

/// XML-RPC at /RPC2: calls what the registry has, and reports each call at TRAC. What a method
/// throws that is no fault is reported at CRIT and answered with a 500. A request that says nothing
/// of its body is answered with 411.
class rpc_handler : public medusa::xmlrpc_handler {
public:
    /// The logger must outlive the handler.
    rpc_handler(std::shared_ptr<const method_registry> methods, logger& log)
        : methods_(std::move(methods)), log_(log) {}

    void call(const rpc_call& call) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;

private:
    std::shared_ptr<const method_registry> methods_;
    logger& log_;
};

} // namespace supervisor
