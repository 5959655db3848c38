#pragma once

#include "medusa/handler.hpp"
#include "medusa/http_request.hpp"
#include "medusa/xmlrpc_fault.hpp"
#include "medusa/xmlrpc_reader.hpp"
#include "medusa/xmlrpc_value.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace medusa {

/// One call, from whoever made it: a request over HTTP, or an element of a multicall.
///
/// Answer it once, at once or after later events. It may be kept and copied about as a shared_ptr;
/// an answer to a peer that has left is dropped. One that is dropped unanswered is answered with a
/// 500, so that no peer waits for good.
class xmlrpc_call {
public:
    using reply = std::function<void(xmlrpc_response)>;

    xmlrpc_call(std::string method, xmlrpc_array params, reply to)
        : method_(std::move(method)), params_(std::move(params)), reply_(std::move(to)) {}

    const std::string& method() const noexcept { return method_; }
    const xmlrpc_array& params() const noexcept { return params_; }

    /// Each REQUIRES: not answered().
    void answer(xmlrpc_value result);
    void fault(xmlrpc_fault error);
    void fault(int code, std::string text) { fault(xmlrpc_fault(code, std::move(text))); }

    bool answered() const noexcept { return !reply_; }

private:
    std::string method_;
    xmlrpc_array params_;
    reply reply_;
};

/// XML-RPC over POST, at every path that begins with a prefix. Derive, and supply call().
///
/// What is no POST gets 405, what cannot be read as a call 400; both are logged.
/// Source: medusa's xmlrpc_handler; http://xmlrpc.com/spec.md.
class xmlrpc_handler : public handler {
public:
    /// By default documents are read as Supervisor reads them: leniently, and base64 as text.
    explicit xmlrpc_handler(std::string prefix = "/RPC2",
                            xmlrpc_reader_options options = {.base64_is_text = true})
        : prefix_(std::move(prefix)), reader_(options) {}

    /// Answers the call, or keeps it and answers later. An xmlrpc_fault thrown before it is
    /// answered is the answer; anything else thrown becomes a 500.
    virtual void call(const std::shared_ptr<xmlrpc_call>& call) = 0;

    /// A document that is no call has come, and will be answered with 400: `why` is
    /// "unmarshallable" or "no method name", `detail` what the reader has to say, or nothing. Logs
    /// both with the beginning of the document.
    virtual void handle_invalid(std::string_view document, std::string_view why,
                                std::string_view detail);

    bool match(const http_request& request) override;
    void handle_request(const std::shared_ptr<http_request>& request) override;
    void handle_head(const std::shared_ptr<http_request>& request) override;
    std::size_t max_body(const http_request&) override { return max_call; }
    std::string_view methods(const http_request&) override { return "POST"; }

    /// The longest document taken, in bytes.
    std::size_t max_call = 16 * 1024 * 1024;
    /// Refuse, with 415, a body that is not said to be text/xml or application/xml. A web page may
    /// have its user's browser post any other to a foreign server without asking. Its charset is
    /// left out of account: the document says.
    bool xml_only = false;

private:
    std::string prefix_;
    /// Whether the type will do; the request has been answered when not.
    bool takes_type(http_request& request) const;

    xmlrpc_reader reader_;
};

} // namespace medusa
