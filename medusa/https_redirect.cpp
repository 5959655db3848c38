#include "medusa/https_redirect.hpp"

#include "medusa/http_request.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace medusa {

namespace {

// Of "[::1]:80" and "host:80", what is before the port.
std::string_view without_port(std::string_view host) {
    const std::size_t from = host.starts_with('[') ? host.find(']') : 0;
    return host.substr(0, host.find(':', from));
}

// Path and query as they were sent, without the scheme and host of the absolute form.
std::string_view path_and_query(std::string_view target) {
    if (target.starts_with('/')) return target;
    const std::size_t host = target.find("://");
    if (host == std::string_view::npos) return target;
    return target.substr(std::min(target.find_first_of("/?", host + 3), target.size()));
}

} // namespace

https_redirect::https_redirect(std::uint16_t port, std::string host)
    : port_(port == 443 ? "" : ":" + std::to_string(port)), host_(std::move(host)) {}

bool https_redirect::match(const http_request& request) {
    return !request.is_secure();
}

void https_redirect::handle_head(const std::shared_ptr<http_request>& request) {
    handle_request(request);
}

void https_redirect::handle_request(const std::shared_ptr<http_request>& request) {
    const std::string_view host =
        host_.empty() ? without_port(request->head().host()) : std::string_view(host_);
    if (host.empty()) {
        request->error(400);
        return;
    }
    std::string location = "https://";
    location.append(host).append(port_);
    const std::string_view rest = path_and_query(request->head().target());
    if (!rest.starts_with('/')) location.append("/");
    request->reply().set("Location", location.append(rest));
    const bool safe = request->method() == "GET" || request->method() == "HEAD";
    request->error(safe ? 301 : 308);
}

} // namespace medusa
