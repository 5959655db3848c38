#pragma once

#include "medusa/filter.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace medusa {

class http_request;

/// Wraps another handler and lets only those pass who know a user's password (Basic, RFC 7617).
///
/// Others get 401 with a challenge before their body is read. Names and passwords are compared in
/// constant time, a name with every known one, and one that is not known takes as long as a wrong
/// password. Other schemes, Digest or a bearer token, are filters of their own: see filter.hpp.
///
///     server->install_handler(
///         std::make_shared<medusa::auth_handler>(status, "ann", "secret", "site"));
///
/// Source: medusa's auth_handler.
class auth_handler : public filter {
public:
    /// A name, and a password or "{SHA}" and the 40 hex digits of its SHA-1. A name with a colon
    /// is never known: the scheme cannot carry it.
    using users = std::vector<std::pair<std::string, std::string>>;

    /// Throws std::invalid_argument when the realm holds a control character.
    auth_handler(std::shared_ptr<handler> inner, users known, std::string_view realm = "default");
    auth_handler(std::shared_ptr<handler> inner, std::string username, std::string password,
                 std::string_view realm = "default");

    /// Tells clients to send names and passwords in UTF-8 (RFC 7617 2.1); without it they send what
    /// they like for characters past ASCII.
    void set_charset_utf8();

    /// Whether the connection of who is refused with 401 is closed, as medusa's is.
    bool close_refused = false;

    bool passes(http_request& request) override;

private:
    bool knows(std::string_view name, std::string_view password) const;

    users known_;
    std::string challenge_;
};

} // namespace medusa
