#pragma once

#include "medusa/handler.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace medusa {

/// Several sites on one server: each name of a host has handlers of its own, and a request goes to
/// the first that matches among those of the host it asks.
///
///     const auto sites = std::make_shared<medusa::virtual_hosts>();
///     sites->add("www.example.com", files);
///     sites->add_default(std::make_shared<redirect_handler>("/", "https://www.example.com"));
///     server->install_handler(sites);
///
/// Names are compared without regard to case, to a port and to the dot that may end them. An IPv6
/// address keeps its brackets. "*.example.com" is every name under example.com that has no handlers
/// of its own; the longest such name counts. A request for a name that is not here, or with none,
/// goes to those of the default host, and without them is not matched.
///
/// match() of a handler may be asked more than once for one request. On a loopback address the
/// names must be in the server's origin_guard.allowed_hosts, too. Source: RFC 9110 7.2.
class virtual_hosts : public handler {
public:
    /// Adds a handler behind those the name has. Throws std::invalid_argument for a name that no
    /// Host field can have.
    void add(std::string_view name, std::shared_ptr<handler> one);
    /// The same for the default host.
    void add_default(std::shared_ptr<handler> one);

    bool match(const http_request& request) override { return find(request) != nullptr; }
    void handle_request(const std::shared_ptr<http_request>& request) override;
    void handle_head(const std::shared_ptr<http_request>& request) override;
    std::size_t max_body(const http_request& request) override;
    std::string_view methods(const http_request& request) override;

private:
    using site = std::vector<std::shared_ptr<handler>>;
    struct name_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const noexcept {
            return std::hash<std::string_view>{}(name);
        }
    };

    const site& site_of(std::string_view host) const;
    handler* find(const http_request& request) const;

    std::unordered_map<std::string, site, name_hash, std::equal_to<>> sites_;
    site default_;
};

} // namespace medusa
