#include "medusa/http_url.hpp"

#include "medusa/http_chars.hpp"
#include "medusa/request_target.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace medusa {

namespace {

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
    throw std::invalid_argument("bad URL " + std::string(text) + ": " + std::string(why));
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made)
        c = http_chars::lower(c);
    return made;
}

std::uint16_t default_port(std::string_view scheme) {
    return scheme == "https" ? 443 : 80;
}

// RFC 3986, section 5.2.4.
std::string remove_dot_segments(std::string_view path) {
    std::string made;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/', 1), path.size());
        const std::string_view segment = path.substr(0, end);
        path.remove_prefix(end);
        if (segment == "/." || segment == "/..") {
            if (segment == "/..") made.erase(std::min(made.rfind('/'), made.size()));
            if (path.empty()) made += '/';
        } else {
            made += segment;
        }
    }
    return made.empty() ? "/" : made;
}

} // namespace

http_url::http_url(std::string_view text) {
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos) refuse(text, "no scheme");
    scheme_ = lower(text.substr(0, colon));
    std::string_view rest = text.substr(colon + 3);
    if (is_unix()) {
        if (!rest.starts_with('/')) refuse(text, "the path of a socket begins with a slash");
        if (rest.find('\0') != std::string_view::npos) refuse(text, "NUL in a path");
        socket_path_.assign(rest);
        return;
    }
    if (scheme_ != "http" && scheme_ != "https") refuse(text, "its scheme is not spoken here");
    rest = rest.substr(0, rest.find('#'));
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    read_authority(rest.substr(0, end));
    rest.remove_prefix(end);
    set_target(rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest));
}

void http_url::read_authority(std::string_view authority) {
    if (authority.find('@') != std::string_view::npos)
        refuse("of " + scheme_, "a name or password in front of the host"); // not in the sentence
    if (authority.empty() || !is_host(authority)) refuse(authority, "no host");
    std::size_t port = authority.rfind(':');
    if (authority.front() == '[') {
        const std::size_t bracket = authority.find(']');
        host_ = lower(authority.substr(1, bracket - 1));
        port = bracket + 1 < authority.size() ? bracket + 1 : std::string_view::npos;
    } else {
        host_ = lower(authority.substr(0, port));
    }
    port_ = default_port(scheme_);
    if (port == std::string_view::npos || port + 1 == authority.size()) return;
    const char* const end = authority.data() + authority.size();
    if (std::from_chars(authority.data() + port + 1, end, port_).ptr != end || port_ == 0)
        refuse(authority, "no port");
}

void http_url::set_target(std::string_view target) {
    if (!target.starts_with('/')) refuse(target, "a target begins with a slash");
    if (!http_chars::all(target, http_chars::target))
        refuse(target, "a character that belongs percent-encoded");
    target_.assign(target);
}

std::string http_url::authority() const {
    if (is_unix()) return "localhost";
    std::string text = host_.find(':') == std::string::npos ? host_ : "[" + host_ + "]";
    if (port_ != default_port(scheme_)) text.append(":").append(std::to_string(port_));
    return text;
}

std::string http_url::origin() const {
    return is_unix() ? "unix://" + socket_path_ : scheme_ + "://" + authority();
}

std::string http_url::to_string() const {
    return is_unix() ? origin() + " " + target_ : origin() + target_;
}

http_url http_url::resolve(std::string_view reference) const {
    reference = reference.substr(0, reference.find('#'));
    const std::size_t scheme = reference.find("://");
    if (scheme != std::string_view::npos && scheme < reference.find_first_of("/?")) {
        http_url whole(reference);
        if (whole.is_unix()) refuse(reference, "an answer does not lead to a Unix socket");
        return whole;
    }
    if (reference.starts_with("//")) {
        if (is_unix()) refuse(reference, "a Unix socket has no scheme to take over");
        return http_url(scheme_ + ":" + std::string(reference));
    }
    const std::size_t colon = reference.find(':');
    if (colon != std::string_view::npos && colon < reference.find_first_of("/?"))
        refuse(reference, "its scheme is not spoken here");
    http_url made = *this;
    const std::string_view path = std::string_view(target_).substr(0, target_.find('?'));
    if (reference.empty()) return made;
    if (reference.starts_with('?')) {
        made.set_target(std::string(path) + std::string(reference));
        return made;
    }
    const std::size_t mark = std::min(reference.find('?'), reference.size());
    std::string to(reference.substr(0, mark));
    if (!to.starts_with('/')) to.insert(0, path.substr(0, path.rfind('/') + 1));
    made.set_target(remove_dot_segments(to) + std::string(reference.substr(mark)));
    return made;
}

} // namespace medusa
