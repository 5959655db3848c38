#include "medusa/origin_guard.hpp"

#include "medusa/http_chars.hpp"
#include "medusa/http_headers.hpp"
#include "medusa/http_request.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace medusa {

namespace {

// Host and port with the scheme's default port taken off; empty for what is no http(s) origin.
std::string_view authority_of(std::string_view origin) {
    for (const auto& [scheme, port] :
         {std::pair<std::string_view, std::string_view>{"http://", ":80"}, {"https://", ":443"}}) {
        if (origin.size() <= scheme.size() || !iequals(origin.substr(0, scheme.size()), scheme))
            continue;
        origin.remove_prefix(scheme.size());
        if (origin.ends_with(port)) origin.remove_suffix(port.size());
        return origin;
    }
    return {};
}

bool same_host(std::string_view authority, std::string_view host) {
    if (authority.empty()) return false;
    if (iequals(authority, host)) return true;
    for (const std::string_view port : {":80", ":443"})
        if (host.ends_with(port) && iequals(authority, host.substr(0, host.size() - port.size())))
            return true;
    return false;
}

std::string_view without_port(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos || host.find(']', colon) != std::string_view::npos)
        return host;
    return host.substr(0, colon);
}

bool lists(const std::vector<std::string>& all, std::string_view one) {
    return std::any_of(all.begin(), all.end(),
                       [one](const auto& each) { return iequals(each, one); });
}

} // namespace

bool is_local_name(std::string_view host) noexcept {
    host = without_port(host);
    if (host.empty() || host.front() == '[') return true;
    // A name whose last label is a number is an address or nothing (WHATWG URL, 3.5).
    if (host.ends_with('.')) host.remove_suffix(1);
    const std::string_view label = host.substr(host.rfind('.') + 1);
    if (!label.empty() && http_chars::all(label, http_chars::digit)) return true;
    return iequals(label, "localhost");
}

refusal origin_guard::check(const http_request& request, bool loopback) const {
    if (!on) return refusal::none;
    const http_headers& fields = request.head().headers();
    const std::string_view host = request.head().host();
    bool cross_site = false;
    bool allowed = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string_view name = fields.name(i);
        if (name.size() == 14) {
            cross_site |= iequals(name, "Sec-Fetch-Site") && iequals(fields.value(i), "cross-site");
        } else if (name.size() == 6 && iequals(name, "Origin")) {
            allowed = lists(allowed_origins, fields.value(i));
            if (!allowed && !same_host(authority_of(fields.value(i)), host))
                return refusal::foreign_site;
        }
    }
    if (cross_site && !allowed) return refusal::foreign_site;
    const bool unknown = loopback && !is_local_name(host) &&
                         !lists(allowed_hosts, without_port(host)) && !lists(allowed_hosts, "*");
    return unknown ? refusal::unknown_host : refusal::none;
}

} // namespace medusa
