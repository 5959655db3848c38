#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr;

namespace asyncore {

/// Where a socket is bound or connected: IPv4, IPv6 or a Unix path. A value; compares by content.
///
///     address::ip("127.0.0.1", 8080)    address::ip("::1", 8080) address::unix_path("/run/x.sock")
class address {
public:
    /// No address; family() is AF_UNSPEC.
    address() = default;

    /// A numeric host; never asks a name server. Empty or "*" is every IPv4 address of this host.
    /// An IPv6 address may name its scope, the interface a link-local one is valid on, by name or
    /// number: "fe80::1%eth0" (RFC 4007, section 11).
    /// Throws std::invalid_argument when `host` is not a number or there is no such interface.
    static address ip(std::string_view host, std::uint16_t port);

    /// A path in the file system, or a name in the abstract namespace when it starts with NUL.
    /// Throws std::invalid_argument when it is empty or too long for a sockaddr_un (107 bytes).
    static address unix_path(std::string_view path);

    /// From what the kernel filled in. Unknown families give an empty address.
    static address from_sockaddr(const sockaddr* from, std::size_t length);

    /// Asks the system's resolver, and BLOCKS until it answers: for start-up, never for a handler.
    /// Throws std::system_error with the resolver's sentence when nothing is found. "localhost",
    /// and what ends in ".localhost", is 127.0.0.1 and ::1 then, as a host need not have /etc/hosts
    /// (RFC 6761, section 6.3).
    static std::vector<address> resolve(std::string_view host, std::uint16_t port);

    int family() const noexcept { return family_; }
    bool empty() const noexcept { return family_ == 0; }

    /// "127.0.0.1", "::1", "fe80::1%eth0"; empty for a Unix path.
    std::string host() const;
    /// The number of the interface an IPv6 address belongs to; 0 without one.
    std::uint32_t scope() const noexcept { return scope_; }
    std::uint16_t port() const noexcept { return port_; }

    /// The Unix path; empty for the others.
    const std::string& path() const noexcept { return path_; }

    bool is_loopback() const noexcept;

    /// "127.0.0.1:80", "[::1]:80", or the path.
    std::string to_string() const;

    /// Fills `storage` (a sockaddr_storage) and returns the length the kernel wants.
    unsigned to_sockaddr(void* storage) const noexcept;

    bool operator==(const address&) const = default;

private:
    int family_ = 0;
    std::uint16_t port_ = 0;
    std::uint32_t scope_ = 0;
    unsigned char bytes_[16] = {}; // network order; the first four for IPv4
    std::string path_;
};

} // namespace asyncore
