#include "medusa/virtual_hosts.hpp"

#include "medusa/http_chars.hpp"
#include "medusa/http_request.hpp"
#include "medusa/request_target.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace medusa {

namespace {

// A DNS name has at most 253 characters.
using name_buffer = std::array<char, 256>;

// Without port and last dot, in small letters; empty for what is too long for a name.
std::string_view plain_name(std::string_view host, name_buffer& buffer) {
    const std::size_t colon = host.rfind(':');
    if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos)
        host = host.substr(0, colon);
    if (host.ends_with('.')) host.remove_suffix(1);
    if (host.size() > buffer.size()) return {};
    std::transform(host.begin(), host.end(), buffer.begin(), http_chars::lower);
    return {buffer.data(), host.size()};
}

} // namespace

void virtual_hosts::add(std::string_view name, std::shared_ptr<handler> one) {
    name_buffer buffer;
    const std::string_view plain = plain_name(name, buffer);
    if (plain.empty() || !is_host(name))
        throw std::invalid_argument("not the name of a host: " + std::string(name));
    sites_[std::string(plain)].push_back(std::move(one));
}

void virtual_hosts::add_default(std::shared_ptr<handler> one) {
    default_.push_back(std::move(one));
}

const virtual_hosts::site& virtual_hosts::site_of(std::string_view host) const {
    name_buffer buffer;
    const std::string_view name = plain_name(host, buffer);
    if (const auto found = sites_.find(name); found != sites_.end()) return found->second;
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos && dot > 0;
         dot = name.find('.', dot + 1)) {
        buffer[dot - 1] = '*'; // of what stands before, nothing is looked at any more
        const auto found = sites_.find(name.substr(dot - 1));
        if (found != sites_.end()) return found->second;
    }
    return default_;
}

handler* virtual_hosts::find(const http_request& request) const {
    for (const auto& one : site_of(request.head().host()))
        if (one->match(request)) return one.get();
    return nullptr;
}

void virtual_hosts::handle_request(const std::shared_ptr<http_request>& request) {
    if (auto* const one = find(*request))
        one->handle_request(request);
    else
        request->error(404);
}

void virtual_hosts::handle_head(const std::shared_ptr<http_request>& request) {
    if (auto* const one = find(*request)) one->handle_head(request);
}

std::size_t virtual_hosts::max_body(const http_request& request) {
    auto* const one = find(request);
    return one ? one->max_body(request) : 0;
}

std::string_view virtual_hosts::methods(const http_request& request) {
    auto* const one = find(request);
    return one ? one->methods(request) : std::string_view();
}

} // namespace medusa
