#pragma once

#include "medusa/handler.hpp"
#include "supervisor_demo/rpc/method_registry.hpp"

#include <memory>
#include <string>
#include <utility>

namespace supervisor {

class supervisor;

/// The page: `/` (and `/index.html`) with the state of every process and buttons to change it, and
/// `/tail.html` with the end of a log.
///
/// What is done is told by a redirect to the page with a message in its query, as Supervisor does.
/// `action` in a GET acts only when is_trusted(); otherwise a form asks. HEAD never acts.
/// Source: Supervisor's web.py.
class status_page : public medusa::handler {
public:
    /// The daemon must outlive the handler.
    status_page(supervisor& daemon, std::shared_ptr<const method_registry> methods)
        : daemon_(daemon), methods_(std::move(methods)) {}

    bool match(const medusa::http_request& request) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;
    std::size_t max_body(const medusa::http_request&) override { return 16 * 1024; }

private:
    void act(const std::shared_ptr<medusa::http_request>& request, const std::string& action,
             const std::string& processname);
    std::string status(const std::string& message) const;
    std::string tail(const std::string& processname, const std::string& limit) const;

    supervisor& daemon_;
    std::shared_ptr<const method_registry> methods_;
};

} // namespace supervisor
