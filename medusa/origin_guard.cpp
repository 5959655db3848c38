#include "medusa/origin_guard.hpp"

#include "medusa/http_headers.hpp"
#include "medusa/http_request.hpp"

#include <string_view>

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

} // namespace

bool is_foreign(const http_request& request) {
    const http_headers& fields = request.head().headers();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (iequals(fields.name(i), "Sec-Fetch-Site") && iequals(fields.value(i), "cross-site"))
            return true;
        if (iequals(fields.name(i), "Origin") &&
            !same_host(authority_of(fields.value(i)), request.head().host()))
            return true;
    }
    return false;
}

} // namespace medusa
