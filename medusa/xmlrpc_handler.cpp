#include "medusa/xmlrpc_handler.hpp"

#include "asyncore/log.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/http_headers.hpp"
#include "medusa/xmlrpc_writer.hpp"

#include <cassert>
#include <exception>

namespace medusa {

namespace {

// Answers the request when the call is; and with a 500 when the call is dropped without.
class pending_answer {
public:
    explicit pending_answer(std::shared_ptr<http_request> request) : request_(std::move(request)) {}
    ~pending_answer() {
        if (request_->answered() || request_->gone()) return;
        try {
            request_->error(500);
        } catch (const std::exception& error) {
            asyncore::log(asyncore::log_level::error, error.what());
        }
    }
    pending_answer(const pending_answer&) = delete;
    pending_answer& operator=(const pending_answer&) = delete;

    void send(xmlrpc_response response) {
        if (request_->answered()) return;
        request_->reply().set("Content-Type", "text/xml");
        if (auto* result = std::get_if<xmlrpc_value>(&response))
            push(std::move(*result));
        else
            request_->push(write_xmlrpc_response(std::get<xmlrpc_fault>(response)));
        request_->done();
    }

private:
    void push(xmlrpc_value result) {
        if (!result.is_written()) return request_->push(write_xmlrpc_response(result));
        request_->push(xmlrpc_response_begin());
        request_->push(std::move(result).take_written());
        request_->push(xmlrpc_response_end());
    }

    std::shared_ptr<http_request> request_;
};

} // namespace

void xmlrpc_call::answer(xmlrpc_value result) {
    assert(!answered());
    if (const auto to = std::exchange(reply_, nullptr)) to(std::move(result));
}

void xmlrpc_call::fault(xmlrpc_fault error) {
    assert(!answered());
    if (const auto to = std::exchange(reply_, nullptr)) to(std::move(error));
}

void xmlrpc_handler::handle_invalid(std::string_view document, std::string_view why,
                                    std::string_view detail) {
    std::string text = "XML-RPC request data '";
    text.append(document.substr(0, 200)).append("' is invalid: ").append(why);
    if (!detail.empty()) text.append(" (").append(detail).append(")");
    asyncore::log(asyncore::log_level::error, text);
}

bool xmlrpc_handler::match(const http_request& request) {
    return request.path().starts_with(prefix_);
}

bool xmlrpc_handler::takes_type(http_request& request) const {
    std::string_view type = request.get_header("Content-Type");
    type = http_chars::trim(type.substr(0, type.find(';')));
    if (!xml_only || iequals(type, "text/xml") || iequals(type, "application/xml")) return true;
    request.reply().set("Accept-Post", "text/xml, application/xml");
    request.error(415);
    return false;
}

void xmlrpc_handler::handle_head(const std::shared_ptr<http_request>& request) {
    takes_type(*request);
}

void xmlrpc_handler::handle_request(const std::shared_ptr<http_request>& request) {
    if (!takes_type(*request)) return;
    xmlrpc_request asked;
    try {
        asked = reader_.read_request(request->body());
    } catch (const xmlrpc_parse_error& error) {
        handle_invalid(request->body(), "unmarshallable", error.what());
        request->error(400);
        return;
    }
    if (asked.method.empty()) {
        handle_invalid(request->body(), "no method name", "");
        request->error(400);
        return;
    }
    const auto pending = std::make_shared<pending_answer>(request);
    const auto made = std::make_shared<xmlrpc_call>(
        std::move(asked.method), std::move(asked.params),
        [pending](xmlrpc_response response) { pending->send(std::move(response)); });
    try {
        call(made);
    } catch (const xmlrpc_fault& fault) {
        if (!made->answered()) made->fault(fault);
    }
}

} // namespace medusa
