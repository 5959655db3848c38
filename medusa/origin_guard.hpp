#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace medusa {

class http_request;

/// Why a request is refused.
enum class refusal : std::uint8_t {
    none,         // it is not
    foreign_site, // a page of another site sent it, or led to it
    unknown_host, // it asks for a name that is not the server's
};

/// Who may ask a server that web pages can reach through their user's browser.
///
/// A server on a loopback address is reached by every page its user visits. A page may post to it
/// without asking, as long as it looks like a form; and a page whose own name is made to point to
/// 127.0.0.1 (DNS rebinding) may even read the answers, as the browser takes the server for the
/// page's own. Clients that are no browser send none of these fields, and pass.
/// Source: Fetch Metadata; RFC 6454 7; RFC 6761 6.3.
struct origin_guard {
    /// Whether anything is refused at all.
    bool on = true;
    /// Names, without a port, by which a server bound to a loopback address may be asked, beside
    /// "localhost", names under it, and addresses: those that a proxy in front passes on. "*" takes
    /// every name. Servers bound elsewhere, and to Unix paths, take every name anyway.
    std::vector<std::string> allowed_hosts;
    /// Origins of other sites that may send requests, as browsers write them:
    /// "https://dash.example:8443". That the answers may be read is the handlers' to say.
    std::vector<std::string> allowed_origins;
    /// Answers what is refused, instead of the standard page: its code is 403 already. Must answer
    /// at once; nobody has shown a password yet.
    std::function<void(http_request&, refusal)> answer;

    /// Whether a request is to be refused with 403: its Origin is neither the host it asks nor
    /// allowed, or there is none and Sec-Fetch-Site says cross-site, or, on `loopback`, its host is
    /// a name not listed.
    refusal check(const http_request& request, bool loopback) const;
};

/// True for "localhost", a name under it, or an IP address; with a port or without. No other site
/// can be reached by those. So is the empty string, which no browser sends.
bool is_local_name(std::string_view host) noexcept;

} // namespace medusa
