#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace supervisor {

/// Who a URL says is asking.
struct url_credentials {
    std::string username;
    std::string password;
};

/// Takes "name:password@" out of "http://name:password@host:port", where "%40" and its like stand
/// for what has a meaning of its own. Nothing if there is none, as in every unix:// URL.
std::optional<url_credentials> take_credentials(std::string& serverurl);

/// The URL as it may be shown, also one that is written wrongly: with "***" for all before an "@".
std::string shown_url(std::string_view serverurl);

/// Where a supervisord listens: on a Unix socket, or at a host and a port.
struct server_place {
    std::string socket_path; // empty: the others count
    std::string host;        // an IPv6 address without its brackets
    std::uint16_t port = 80;
};

/// Reads "unix:///run/supervisor.sock" or "http://host:port"; without a port it is 80, without a
/// host it is here. Throws std::invalid_argument "Unknown protocol for serverurl X", or of a port
/// that is none.
server_place read_server_url(std::string_view serverurl);

} // namespace supervisor
