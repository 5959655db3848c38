#pragma once

#include "medusa/http_error.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace medusa {

/// A request target taken apart; the views are of the target given.
struct request_target {
    /// Host and port of the absolute form, which stand in the place of the Host field.
    std::optional<std::string_view> authority;
    /// As sent, percent-encoded; "*" for the asterisk form.
    std::string_view path;
    /// Without the question mark; as sent.
    std::string_view query;
};

/// Takes the target of a request apart: origin form, absolute form (http and https), and the
/// asterisk form for OPTIONS only. CONNECT, the one user of the authority form, is a 501.
///
/// Visible ASCII but `#`, `"`, `<` and `>` is taken as it stands, though RFC 3986 allows less:
/// browsers send `|`, `[` and their like in a query. Bytes past ASCII are taken with
/// `obs_text` only: Debian's supervisorctl sends a program's name as it is.
/// Source: RFC 9112 3.2.
std::variant<request_target, http_error>
parse_request_target(std::string_view method, std::string_view target, bool obs_text);

/// True for `host [":" port]` as RFC 9110 7.2 has it; the empty string is one, too.
bool is_host(std::string_view host) noexcept;

} // namespace medusa
