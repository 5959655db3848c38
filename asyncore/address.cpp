#include "asyncore/address.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace asyncore {

namespace {

class resolver_category : public std::error_category {
    const char* name() const noexcept override { return "resolver"; }
    std::string message(int code) const override { return ::gai_strerror(code); }
};

const std::error_category& resolver_errors() {
    static const resolver_category category;
    return category;
}

// The interface named after the '%' of an IPv6 address; 0 when there is no such thing.
std::uint32_t scope_number(const std::string& name) {
    std::uint32_t number = 0;
    const char* end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data(), end, number);
    if (error == std::errc() && stop == end) return number;
    return ::if_nametoindex(name.c_str());
}

bool is_localhost(std::string_view name) {
    constexpr std::string_view local = "localhost";
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.size() < local.size()) return false;
    const std::string_view before = name.substr(0, name.size() - local.size());
    return (before.empty() || before.ends_with('.')) &&
           ::strncasecmp(name.data() + before.size(), local.data(), local.size()) == 0;
}

} // namespace

address address::ip(std::string_view host, std::uint16_t port) {
    address result;
    result.port_ = port;
    const std::string text(host.empty() || host == "*" ? "0.0.0.0" : host);
    if (::inet_pton(AF_INET, text.c_str(), result.bytes_) == 1) {
        result.family_ = AF_INET;
        return result;
    }
    const std::size_t percent = text.find('%');
    if (percent != std::string::npos) result.scope_ = scope_number(text.substr(percent + 1));
    if ((percent == std::string::npos || result.scope_ != 0) &&
        ::inet_pton(AF_INET6, text.substr(0, percent).c_str(), result.bytes_) == 1) {
        result.family_ = AF_INET6;
    } else {
        throw std::invalid_argument("not a numeric address: " + text);
    }
    return result;
}

address address::unix_path(std::string_view path) {
    if (path.empty()) throw std::invalid_argument("an empty path is no address");
    if (path.size() >= sizeof(sockaddr_un::sun_path))
        throw std::invalid_argument("path of a Unix socket is too long: " + std::string(path));
    address result;
    result.family_ = AF_UNIX;
    result.path_ = path;
    return result;
}

address address::from_sockaddr(const sockaddr* from, std::size_t length) {
    address result;
    if (length < sizeof(from->sa_family)) return result;
    switch (from->sa_family) {
    case AF_INET: {
        sockaddr_in in;
        std::memcpy(&in, from, sizeof in);
        result.port_ = ntohs(in.sin_port);
        std::memcpy(result.bytes_, &in.sin_addr, sizeof in.sin_addr);
        break;
    }
    case AF_INET6: {
        sockaddr_in6 in6;
        std::memcpy(&in6, from, sizeof in6);
        result.port_ = ntohs(in6.sin6_port);
        result.scope_ = in6.sin6_scope_id;
        std::memcpy(result.bytes_, &in6.sin6_addr, sizeof in6.sin6_addr);
        break;
    }
    case AF_UNIX: {
        const auto* path = reinterpret_cast<const char*>(from) + offsetof(sockaddr_un, sun_path);
        const std::size_t size = length - std::min(length, offsetof(sockaddr_un, sun_path));
        // An abstract name is as long as it is; a path ends at its NUL.
        if (size > 0) result.path_.assign(path, path[0] ? ::strnlen(path, size) : size);
        break;
    }
    default:
        return result;
    }
    result.family_ = from->sa_family;
    return result;
}

std::vector<address> address::resolve(std::string_view host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const std::string name(host);
    const int error = ::getaddrinfo(name.c_str(), nullptr, &hints, &found);
    if (error != 0 && is_localhost(host)) return {ip("127.0.0.1", port), ip("::1", port)};
    if (error == EAI_SYSTEM) throw std::system_error(errno, std::generic_category(), name);
    if (error != 0) throw std::system_error(error, resolver_errors(), name);
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, &::freeaddrinfo);
    std::vector<address> all;
    for (const addrinfo* one = found; one; one = one->ai_next) {
        all.push_back(from_sockaddr(one->ai_addr, one->ai_addrlen));
        all.back().port_ = port;
    }
    return all;
}

std::string address::host() const {
    char text[INET6_ADDRSTRLEN] = "";
    if (family_ == AF_INET || family_ == AF_INET6) ::inet_ntop(family_, bytes_, text, sizeof text);
    if (scope_ == 0) return text;
    char name[IF_NAMESIZE];
    const char* known = ::if_indextoname(scope_, name);
    return std::string(text) + "%" + (known ? known : std::to_string(scope_));
}

bool address::is_loopback() const noexcept {
    if (family_ == AF_UNIX) return true;
    if (family_ == AF_INET) return bytes_[0] == 127;
    if (family_ != AF_INET6) return false;
    in6_addr in6;
    std::memcpy(&in6, bytes_, sizeof in6);
    return IN6_IS_ADDR_LOOPBACK(&in6) || (IN6_IS_ADDR_V4MAPPED(&in6) && bytes_[12] == 127);
}

std::string address::to_string() const {
    switch (family_) {
    case AF_INET:
        return host() + ":" + std::to_string(port_);
    case AF_INET6:
        return "[" + host() + "]:" + std::to_string(port_);
    default:
        return path_;
    }
}

unsigned address::to_sockaddr(void* storage) const noexcept {
    switch (family_) {
    case AF_INET: {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = htons(port_);
        std::memcpy(&in.sin_addr, bytes_, sizeof in.sin_addr);
        std::memcpy(storage, &in, sizeof in);
        return sizeof in;
    }
    case AF_INET6: {
        sockaddr_in6 in6{};
        in6.sin6_family = AF_INET6;
        in6.sin6_port = htons(port_);
        in6.sin6_scope_id = scope_;
        std::memcpy(&in6.sin6_addr, bytes_, sizeof in6.sin6_addr);
        std::memcpy(storage, &in6, sizeof in6);
        return sizeof in6;
    }
    case AF_UNIX: {
        sockaddr_un un{};
        un.sun_family = AF_UNIX;
        std::memcpy(un.sun_path, path_.data(), path_.size());
        std::memcpy(storage, &un, sizeof un);
        const bool abstract = path_.empty() || path_.front() == '\0'; // empty: bound to nothing
        return static_cast<unsigned>(offsetof(sockaddr_un, sun_path) + path_.size() +
                                     (abstract ? 0 : 1));
    }
    default:
        std::memset(storage, 0, sizeof(sockaddr));
        return sizeof(sockaddr);
    }
}

} // namespace asyncore
