#pragma once

#include "medusa/filesystem.hpp"
#include "medusa/handler.hpp"

#include <memory>
#include <string_view>

namespace medusa {

class http_request;

/// Static files: GET and HEAD of what lies in a tree, with index.html for a directory, conditional
/// requests (If-None-Match, If-Modified-Since), and a type by the name's extension.
///
/// Matches every request, so it belongs behind the others. Another method gets 405; what is not
/// there, or may not be seen, gets 404. Source: medusa's default_handler; RFC 9110 13.
class default_handler : public handler {
public:
    explicit default_handler(os_filesystem files) : files_(std::move(files)) {}

    bool match(const http_request&) override { return true; }
    void handle_request(const std::shared_ptr<http_request>& request) override;
    std::string_view methods(const http_request&) override { return "GET, HEAD"; }

private:
    os_filesystem files_;
};

} // namespace medusa
