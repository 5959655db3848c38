#include "supervisor_demo/rpc/rpc_handler.hpp"

#include "medusa/http_request.hpp"
#include "medusa/utf8.hpp"
#include "medusa/xmlrpc_fault.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/events/event.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/logging/logger.hpp"

#include <exception>

namespace supervisor {

void rpc_handler::handle_request(const std::shared_ptr<medusa::http_request>& request) {
    if (request->head().framing() == medusa::body_framing::none)
        request->error(411);
    else
        xmlrpc_handler::handle_request(request);
}

void rpc_handler::handle_invalid(std::string_view document, std::string_view why,
                                 std::string_view detail) {
    constexpr std::size_t most_shown = 4096;
    document = document.substr(0, most_shown);
    log_.error(format("XML-RPC request data {} is invalid: {}",
                      medusa::is_utf8(document) ? text::repr(document) : bytes_repr(document),
                      why));
    if (!detail.empty()) log_.debug(format("XML-RPC request data: {}", detail));
}

void rpc_handler::call(const rpc_call& call) {
    // A text is made only for a log that wants it: this is the path of every call.
    const bool traced = log_.enabled(log_level::trace);
    if (traced) log_.trace(format("XML-RPC method called: {}()", call->method()));
    try {
        methods_->dispatch(call);
        if (traced) log_.trace(format("XML-RPC method {}() returned successfully", call->method()));
    } catch (const medusa::xmlrpc_fault& fault) {
        if (traced)
            log_.trace(format("XML-RPC method {}() returned fault: [{}] {}", call->method(),
                              fault.code(), fault.text()));
        call->fault(fault);
    } catch (const std::exception& error) {
        // The call goes unanswered, which answers its request with a 500.
        log_.critical(format("Handling XML-RPC request for {}() raised an unexpected "
                             "exception: {}",
                             call->method(), error.what()));
    }
}

} // namespace supervisor
