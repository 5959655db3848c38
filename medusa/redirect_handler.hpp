#pragma once

#include "medusa/handler.hpp"

#include <memory>
#include <string>

namespace medusa {

/// Sends clients elsewhere: what stands at a path and below it is now at another.
///
///     redirect_handler("/old", "/new")                      /old/a?b=1  ->  /new/a?b=1
///     redirect_handler("/", "https://new.example")          /a          ->  https://new.example/a
///
/// What follows the path, and the query, are kept as they were sent; what is no part of a URI in
/// them is encoded. A body is refused unread. With a place on this server the answer never names
/// another, whatever the request's path holds. To HTTPS: see https_redirect.hpp. Source: RFC
/// 9110 15.4.
class redirect_handler : public handler {
public:
    /// Matches `path`, decoded, and all that begins with it and a slash. `to` is a path or an
    /// http(s) URI without query. `code`: 301 or 302 (a client may then ask with GET), 307 or 308
    /// (it keeps method and body); 301 and 308 are for good and may be remembered by clients.
    /// Throws std::invalid_argument for another code, or for a `path` or `to` that is not one.
    redirect_handler(std::string path, std::string to, int code = 308);

    bool match(const http_request& request) override;
    void handle_request(const std::shared_ptr<http_request>& request) override;
    void handle_head(const std::shared_ptr<http_request>& request) override;

private:
    std::string path_; // without a slash at its end
    std::string to_;
    int code_;
};

} // namespace medusa
