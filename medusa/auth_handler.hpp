#pragma once

#include "medusa/handler.hpp"

#include <memory>
#include <string>

namespace medusa {

class http_request;

/// Wraps another handler and lets only those pass who know the password (Basic, RFC 7617).
///
/// Others get 401 with a challenge before their body is read. Passwords are compared in constant
/// time; a configured one may be "{SHA}" and 40 hex digits. Source: medusa's auth_handler.
class auth_handler : public handler {
public:
    /// `realm` must hold no quote.
    auth_handler(std::shared_ptr<handler> inner, std::string username, std::string password,
                 std::string realm = "default");

    bool match(const http_request& request) override { return inner_->match(request); }
    void handle_request(const std::shared_ptr<http_request>& request) override;
    void handle_head(const std::shared_ptr<http_request>& request) override;
    std::size_t max_body(const http_request& request) override { return inner_->max_body(request); }

private:
    /// Whether the request may pass; it has been answered when not.
    bool authorized(http_request& request) const;

    std::shared_ptr<handler> inner_;
    std::string username_;
    std::string password_;
    std::string realm_;
};

} // namespace medusa
