#pragma once

#include "medusa/handler.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace medusa {

/// Sends whoever comes by plain HTTP to the same place by HTTPS: host, path and query are kept,
/// byte for byte. GET and HEAD get 301, which caches keep; all others 308, so that a client asks
/// again with the same method and body. The body is refused unread: it should not have come in the
/// clear.
///
/// Matches every request that is not is_secure(), so it may be installed at the back of a plain
/// server, behind what is to be answered there (the challenges of a certificate authority), or in
/// front in a server of both kinds. A request that names no host gets 400.
/// Source: RFC 9110 15.4.2, 15.4.9.
class https_redirect : public handler {
public:
    /// `port`: where HTTPS is spoken. `host`, when given, is where everyone is sent, whatever Host
    /// said: for a server that is reached by names it does not know.
    explicit https_redirect(std::uint16_t port = 443, std::string host = {});

    bool match(const http_request& request) override;
    void handle_head(const std::shared_ptr<http_request>& request) override;
    void handle_request(const std::shared_ptr<http_request>& request) override;

private:
    std::string port_; // ":8443", or empty for 443
    std::string host_;
};

} // namespace medusa
