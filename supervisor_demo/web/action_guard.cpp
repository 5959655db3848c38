#include "supervisor_demo/web/action_guard.hpp"

#include "medusa/http_headers.hpp"
#include "medusa/http_request.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace supervisor {

namespace {

// How those begin that a person reads pages with, text browsers too.
constexpr std::string_view browsers[] = {"Mozilla/", "Opera/", "Lynx/",  "Links",
                                         "ELinks/",  "w3m/",   "Dillo/", "NetSurf/"};

bool is_browser(std::string_view user_agent) {
    return std::ranges::any_of(browsers,
                               [&](std::string_view name) { return user_agent.starts_with(name); });
}

// Host and port of a URL; empty when it is no http(s) URL.
std::string_view host_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    if (url.substr(0, scheme) != "http" && url.substr(0, scheme) != "https") return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/?#"));
}

bool is_ours(std::string_view url, const medusa::http_request& request) {
    const std::string_view host = host_of(url);
    return !host.empty() && medusa::iequals(host, request.head().host());
}

bool has_fetch_metadata(const medusa::http_headers& fields) {
    constexpr std::string_view prefix = "Sec-Fetch-";
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (medusa::iequals(fields.name(i).substr(0, prefix.size()), prefix)) return true;
    return false;
}

} // namespace

bool is_no_browser(const medusa::http_request& request) {
    const medusa::http_headers& fields = request.head().headers();
    return !has_fetch_metadata(fields) && !fields.has("Origin") && !fields.has("Referer") &&
           !fields.has("Cookie") && !is_browser(fields.get("User-Agent"));
}

bool is_from_our_page(const medusa::http_request& request) {
    const medusa::http_headers& fields = request.head().headers();
    if (const auto site = fields.find("Sec-Fetch-Site"))
        return medusa::iequals(*site, "same-origin");
    if (const auto origin = fields.find("Origin")) return is_ours(*origin, request);
    if (const auto referer = fields.find("Referer")) return is_ours(*referer, request);
    return false;
}

} // namespace supervisor
