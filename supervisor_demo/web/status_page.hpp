#pragma once

#include "medusa/handler.hpp"
#include "supervisor_demo/rpc/method_registry.hpp"
#include "supervisor_demo/web/page_tokens.hpp"

#include <memory>
#include <string>
#include <utility>

namespace supervisor {

class request_fields;
class status_feed;
class supervisor;

/// The page: `/` (and `/index.html`) with the state of every process and buttons to change it, and
/// `/tail.html` with the end of a log.
///
/// What is done is told by a redirect to the page with a message in its query, as Supervisor does;
/// to who asks for JSON in Accept, by {"message", "done"}. HEAD never acts.
///
/// Who may act: a client that is no browser, as ever; a browser by a POST with a token of our page;
/// and one by a GET that a page of ours led to. Any other browser is asked by a form, whose token
/// is good for that action alone, or, when it wants JSON, gets 403.
/// Source: Supervisor's web.py.
class status_page : public medusa::handler {
public:
    /// The daemon must outlive the handler.
    status_page(supervisor& daemon, std::shared_ptr<const method_registry> methods,
                std::shared_ptr<status_feed> feed);

    bool match(const medusa::http_request& request) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;
    std::size_t max_body(const medusa::http_request&) override { return 16 * 1024; }

private:
    bool may_act(const medusa::http_request& request, const request_fields& fields,
                 const std::string& action, const std::string& target) const;
    void ask_or_act(const std::shared_ptr<medusa::http_request>& request,
                    const request_fields& fields, const std::string& action);
    std::string status(const std::string& message);
    std::string tail(const request_fields& fields) const;

    supervisor& daemon_;
    std::shared_ptr<const method_registry> methods_;
    std::shared_ptr<status_feed> feed_;
    page_tokens tokens_;
};

} // namespace supervisor
