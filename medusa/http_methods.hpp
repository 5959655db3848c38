#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace medusa {

/// The methods of RFC 9110 9.3 and RFC 5789. Any other gets 501, but from a handler that lists it.
inline constexpr std::array<std::string_view, 9> known_methods = {
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"};

/// What `OPTIONS *` is told.
inline constexpr std::string_view served_methods = "GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS";

/// Methods have a case (RFC 9110 9.1).
constexpr bool is_known_method(std::string_view method) noexcept {
    return std::find(known_methods.begin(), known_methods.end(), method) != known_methods.end();
}

/// Whether a list such as "GET, HEAD" holds the method.
constexpr bool lists_method(std::string_view list, std::string_view method) noexcept {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(", "), list.size());
        if (list.substr(0, comma) == method) return true;
        list.remove_prefix(std::min(comma + 2, list.size()));
    }
    return false;
}

} // namespace medusa
