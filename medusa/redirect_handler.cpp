#include "medusa/redirect_handler.hpp"

#include "medusa/http_request.hpp"
#include "medusa/percent.hpp"
#include "medusa/request_target.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <variant>

namespace medusa {

namespace {

void check_code(int code) {
    if (code != 301 && code != 302 && code != 307 && code != 308)
        throw std::invalid_argument("not the code of a redirection: " + std::to_string(code));
}

bool is_uri(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

// As they were sent. The target has been read once, so it can be read again.
request_target sent_target(const http_request& request) {
    const auto read = parse_request_target(request.method(), request.head().target(), true);
    return std::get<request_target>(read);
}

// The end of the piece of an encoded path that is `size` bytes when decoded.
std::size_t encoded_size(std::string_view path, std::size_t size) {
    std::size_t at = 0;
    for (; size > 0 && at < path.size(); --size)
        at += path[at] == '%' ? 3 : 1;
    return at;
}

// Browsers take a backslash for a slash.
void append_encoded(std::string& out, std::string_view text) {
    constexpr std::string_view safe = "/%!$&'()*+,;=:@?";
    out += percent_encode(text, safe);
}

void redirect(http_request& request, int code, std::string location, std::string_view query) {
    if (!query.empty()) append_encoded(location += '?', query);
    request.reply().set("Location", location);
    request.error(code);
}

} // namespace

redirect_handler::redirect_handler(std::string path, std::string to, int code)
    : path_(std::move(path)), to_(std::move(to)), code_(code) {
    check_code(code);
    if (!path_.starts_with('/')) throw std::invalid_argument("a path without a slash: " + path_);
    if ((!to_.starts_with('/') || to_.starts_with("//")) && !is_uri(to_))
        throw std::invalid_argument("neither a path nor a URI: " + to_);
    if (path_.ends_with('/')) path_.pop_back();
    if (to_.ends_with('/')) to_.pop_back();
}

bool redirect_handler::match(const http_request& request) {
    const std::string_view path = request.path();
    return path.starts_with(path_) && (path.size() == path_.size() || path[path_.size()] == '/');
}

void redirect_handler::handle_request(const std::shared_ptr<http_request>& request) {
    const request_target sent = sent_target(*request);
    std::string_view rest = sent.path.substr(encoded_size(sent.path, path_.size()));
    std::string location = to_;
    if (location.empty()) {
        // Two slashes in front would name another host.
        rest.remove_prefix(std::min(rest.find_first_not_of("/\\"), rest.size()));
        location += '/';
    }
    if (!rest.empty() && !location.ends_with('/')) {
        // An encoded slash behind the name of a host would be part of the name.
        rest.remove_prefix(rest.front() == '/' ? 1 : std::string_view("%2F").size());
        location += '/';
    }
    append_encoded(location, rest);
    redirect(*request, code_, std::move(location), sent.query);
}

void redirect_handler::handle_head(const std::shared_ptr<http_request>& request) {
    handle_request(request);
}

} // namespace medusa
