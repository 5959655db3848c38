#pragma once

#include "medusa/handler.hpp"

#include <cstddef>
#include <memory>
#include <utility>

namespace medusa {

/// A handler that holds another and decides which requests reach it. Derive, and supply passes():
/// a bearer token, a Digest, a list of addresses, a rate.
///
///     struct bearer_filter : medusa::filter {
///         using filter::filter;
///         bool passes(http_request& request) override {
///             const std::string_view field = request.get_header("Authorization");
///             if (secret_equal(field, "Bearer " + token)) return true;
///             request.reply().set("WWW-Authenticate", "Bearer");
///             request.error(401);
///             return false;
///         }
///         std::string token;
///     };
///
/// A path is protected by wrapping what serves it, and a whole server by wrapping each of its
/// handlers. Filters nest.
class filter : public handler {
public:
    explicit filter(std::shared_ptr<handler> inner) noexcept : inner_(std::move(inner)) {}

    /// Whether the request may pass. It has been answered when not. Of a request with a body it is
    /// asked twice: before the body is read, so that it may be refused unread, and when it is
    /// there.
    virtual bool passes(http_request& request) = 0;

    bool match(const http_request& request) override { return inner_->match(request); }
    void handle_request(const std::shared_ptr<http_request>& request) override {
        if (passes(*request)) pass_request(*inner_, request);
    }
    void handle_head(const std::shared_ptr<http_request>& request) override {
        if (passes(*request)) pass_head(*inner_, request);
    }
    std::size_t max_body(const http_request& request) override { return inner_->max_body(request); }

private:
    std::shared_ptr<handler> inner_;
};

} // namespace medusa
