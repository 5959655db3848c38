#include "medusa/request_target.hpp"

#include "medusa/http_chars.hpp"
#include "medusa/http_headers.hpp"

namespace medusa {

namespace {

bool is_port(std::string_view port) noexcept {
    unsigned number = 0;
    for (char c : port) {
        if (!http_chars::is(c, http_chars::digit)) return false;
        number = number * 10 + static_cast<unsigned>(c - '0');
        if (number > 65535) return false;
    }
    return true;
}

// An IPv6 address by its characters, or IPvFuture: "v", hex digits, a dot, anything of a name.
bool is_ip_literal(std::string_view inside) noexcept {
    if (inside.size() > 1 && (inside[0] == 'v' || inside[0] == 'V')) {
        const std::size_t dot = http_chars::skip(inside, 1, http_chars::hex);
        if (dot == 1 || dot + 1 >= inside.size() || inside[dot] != '.') return false;
        for (char c : inside.substr(dot + 1))
            if (!http_chars::is(c, http_chars::reg_name) && c != ':') return false;
        return true;
    }
    std::size_t colons = 0;
    for (char c : inside) {
        colons += c == ':' ? 1 : 0;
        if (!http_chars::is(c, http_chars::hex) && c != ':' && c != '.') return false;
    }
    return colons >= 2;
}

bool is_reg_name(std::string_view name) noexcept {
    for (std::size_t i = http_chars::skip(name, 0, http_chars::reg_name); i < name.size(); ++i) {
        if (http_chars::is(name[i], http_chars::reg_name)) continue;
        if (name[i] != '%' || i + 2 >= name.size() ||
            !http_chars::all(name.substr(i + 1, 2), http_chars::hex))
            return false;
        i += 2;
    }
    return true;
}

http_error bad_target(std::string_view why) {
    return {400, std::string(why)};
}

void split_query(std::string_view rest, request_target& into) noexcept {
    std::size_t mark = rest.find('?');
    into.path = rest.substr(0, mark);
    if (mark != std::string_view::npos) into.query = rest.substr(mark + 1);
}

} // namespace

bool is_host(std::string_view host) noexcept {
    std::size_t name_end;
    if (!host.empty() && host.front() == '[') {
        name_end = host.find(']');
        if (name_end == std::string_view::npos || !is_ip_literal(host.substr(1, name_end - 1)))
            return false;
        ++name_end;
    } else {
        name_end = host.find(':');
        if (!is_reg_name(host.substr(0, name_end))) return false;
        if (name_end == 0) return false; // a port of nothing
    }
    if (name_end >= host.size()) return true;
    return host[name_end] == ':' && is_port(host.substr(name_end + 1));
}

std::variant<request_target, http_error>
parse_request_target(std::string_view method, std::string_view target, bool obs_text) {
    for (char c : target)
        if (!http_chars::is(c, http_chars::target) && !(obs_text && (c & '\x80')))
            return bad_target("bad character in the request target");
    if (method == "CONNECT") return http_error{501, "CONNECT is not implemented"};

    request_target parts;
    if (target.empty()) return bad_target("empty request target");
    if (target.front() == '/') {
        split_query(target, parts);
        return parts;
    }
    if (target == "*") {
        if (method != "OPTIONS")
            return bad_target("request target * with a method other than OPTIONS");
        parts.path = target;
        return parts;
    }

    std::size_t after_scheme = target.find("://");
    std::string_view scheme = target.substr(0, after_scheme);
    if (after_scheme == std::string_view::npos ||
        !(iequals(scheme, "http") || iequals(scheme, "https")))
        return bad_target("request target is neither a path nor an http URI");
    std::string_view rest = target.substr(after_scheme + 3);
    std::size_t authority_end = rest.find_first_of("/?");
    std::string_view authority = rest.substr(0, authority_end);
    if (authority.empty() || !is_host(authority))
        return bad_target("bad authority in the request target");
    parts.authority = authority;
    split_query(authority_end == std::string_view::npos ? std::string_view()
                                                        : rest.substr(authority_end),
                parts);
    if (parts.path.empty()) parts.path = "/";
    return parts;
}

} // namespace medusa
