#include "supervisor_demo/rpc/server_url.hpp"

#include "medusa/percent.hpp"

#include <charconv>
#include <stdexcept>

namespace supervisor {

namespace {

constexpr std::string_view unix_scheme = "unix://";
constexpr std::string_view http_scheme = "http://";

// Where the authority begins, "name:password@host:port".
std::size_t authority_begin(std::string_view serverurl) {
    const auto slashes = serverurl.find("://");
    return slashes == serverurl.npos ? 0 : slashes + 3;
}

std::string decoded(std::string_view text) {
    return medusa::percent_decode(text).value_or(std::string(text));
}

} // namespace

std::optional<url_credentials> take_credentials(std::string& serverurl) {
    if (serverurl.starts_with(unix_scheme) || serverurl.find("://") == serverurl.npos)
        return std::nullopt;
    const auto begin = authority_begin(serverurl);
    const auto authority = std::string_view(serverurl).substr(
        begin, std::string_view(serverurl).find_first_of("/?#", begin) - begin);
    const auto at = authority.rfind('@');
    if (at == authority.npos) return std::nullopt;
    const auto both = authority.substr(0, at);
    const auto colon = both.find(':');
    url_credentials found{decoded(both.substr(0, colon)),
                          colon == both.npos ? std::string() : decoded(both.substr(colon + 1))};
    serverurl.erase(begin, at + 1);
    return found;
}

std::string shown_url(std::string_view serverurl) {
    const auto at = serverurl.rfind('@');
    const auto begin = authority_begin(serverurl);
    if (at == serverurl.npos || at < begin || serverurl.starts_with(unix_scheme))
        return std::string(serverurl);
    return std::string(serverurl.substr(0, begin)).append("***").append(serverurl.substr(at));
}

server_place read_server_url(std::string_view serverurl) {
    server_place place;
    if (serverurl.starts_with(unix_scheme)) {
        place.socket_path = serverurl.substr(unix_scheme.size());
        if (place.socket_path.empty()) throw std::invalid_argument("no path in serverurl unix://");
        return place;
    }
    if (!serverurl.starts_with(http_scheme))
        throw std::invalid_argument("Unknown protocol for serverurl " + shown_url(serverurl));
    auto host = serverurl.substr(http_scheme.size());
    host = host.substr(0, host.find_first_of("/?#"));
    const auto colon = host.rfind(':');
    if (colon != host.npos && host.find(']', colon) == host.npos) {
        const auto port = host.substr(colon + 1);
        const auto [end, error] =
            std::from_chars(port.data(), port.data() + port.size(), place.port);
        if (!port.empty() && (error != std::errc{} || end != port.data() + port.size()))
            throw std::invalid_argument("bad port in serverurl " + shown_url(serverurl));
        host = host.substr(0, colon);
    }
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    place.host = host.empty() ? "localhost" : host;
    return place;
}

} // namespace supervisor
