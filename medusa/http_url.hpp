#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace medusa {

/// Whom a request is for: "http://host:port/path?query", "https://...", or "unix:///run/x.sock" for
/// HTTP over a Unix socket, whose target is "/" until it is set. A value.
/// Sources: RFC 9110 4.2, RFC 3986.
class http_url {
public:
    /// A fragment is dropped. Throws std::invalid_argument for what is none of these: another
    /// scheme, no host, a port beyond 65535, a character that belongs percent-encoded, and for a
    /// name and password in front of the host, which would end up in logs
    /// (client_request::set_basic_auth() takes them).
    explicit http_url(std::string_view text);

    bool is_secure() const noexcept { return scheme_ == "https"; }
    bool is_unix() const noexcept { return scheme_ == "unix"; }
    /// "http", "https" or "unix".
    const std::string& scheme() const noexcept { return scheme_; }
    /// In lower case; an IPv6 address without its brackets. Empty for a Unix socket.
    const std::string& host() const noexcept { return host_; }
    std::uint16_t port() const noexcept { return port_; }
    /// The path of the Unix socket.
    const std::string& socket_path() const noexcept { return socket_path_; }
    /// Path and query as they are sent.
    const std::string& target() const noexcept { return target_; }
    /// Throws std::invalid_argument unless it begins with a slash and holds nothing that belongs
    /// percent-encoded.
    void set_target(std::string_view target);

    /// What the Host field says: the port is left out where it is the scheme's own.
    std::string authority() const;
    /// Scheme, host and port: who answers. Equal origins may share connections.
    std::string origin() const;
    std::string to_string() const;

    /// What `reference` means, found in an answer from here: a whole URL of http or https, or one
    /// with its beginning left out. Throws std::invalid_argument as the constructor does.
    /// Source: RFC 3986, section 5.2.
    http_url resolve(std::string_view reference) const;

private:
    void read_authority(std::string_view authority);

    std::string scheme_;
    std::string host_;
    std::string socket_path_;
    std::string target_ = "/";
    std::uint16_t port_ = 0;
};

} // namespace medusa
