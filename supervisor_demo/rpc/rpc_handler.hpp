#pragma once

#include "medusa/xmlrpc_handler.hpp"
#include "supervisor_demo/rpc/method_registry.hpp"

#include <memory>
#include <string_view>
#include <utility>

namespace supervisor {

class logger;

/// XML-RPC at /RPC2: calls what the registry has, and reports each call at TRAC. What a method
/// throws that is no fault is reported at CRIT and answered with a 500; a document that is no call
/// at ERRO, in Supervisor's words, and what is wrong with it at DEBG. A request that says nothing
/// of its body is answered with 411.
class rpc_handler : public medusa::xmlrpc_handler {
public:
    /// The logger must outlive the handler.
    rpc_handler(std::shared_ptr<const method_registry> methods, logger& log)
        : methods_(std::move(methods)), log_(log) {}

    void call(const rpc_call& call) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;
    void handle_invalid(std::string_view document, std::string_view why,
                        std::string_view detail) override;

private:
    std::shared_ptr<const method_registry> methods_;
    logger& log_;
};

} // namespace supervisor
