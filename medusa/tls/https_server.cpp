#include "medusa/tls/https_server.hpp"

#include "medusa/tls/https_channel.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace medusa {

namespace {

asyncore::tls_context of_a_server(asyncore::tls_context tls) {
    if (!tls.is_server()) throw std::invalid_argument("https_server: the context is a client's");
    return tls;
}

} // namespace

asyncore::tls_context https_context(asyncore::tls_server_settings settings) {
    if (settings.alpn.empty()) settings.alpn = {"http/1.1"};
    return asyncore::tls_context::server(std::move(settings));
}

https_server::https_server(const asyncore::address& local, asyncore::tls_context tls,
                           asyncore::socket_map& map)
    : http_server(local, map), tls_(of_a_server(std::move(tls))) {}

https_server::https_server(asyncore::unique_fd listening, asyncore::tls_context tls,
                           asyncore::socket_map& map)
    : http_server(std::move(listening), map), tls_(of_a_server(std::move(tls))) {}

void https_server::set_hsts(std::chrono::seconds max_age, bool include_subdomains) {
    if (max_age < std::chrono::seconds(0))
        throw std::invalid_argument("set_hsts: an age is not negative");
    every_reply.set("Strict-Transport-Security",
                    "max-age=" + std::to_string(max_age.count()) +
                        (include_subdomains ? "; includeSubDomains" : ""));
}

std::shared_ptr<http_channel> https_server::make_channel(asyncore::unique_fd socket,
                                                         connection_count::place place) {
    const auto channel = asyncore::make<https_channel>(
        std::move(socket), std::static_pointer_cast<http_server>(shared_from_this()),
        std::move(place));
    channel->start(tls_);
    return channel;
}

} // namespace medusa
