#pragma once

#include "medusa/handler.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace medusa {

/// A handler made of a function, for a page that is not worth a class:
///
///     server->install("/time", [](const auto& request) {
///         request->push("it is late");
///         request->done();
///     });
///
/// The function answers at once, or keeps the request and answers it after later events. What it
/// throws is logged and becomes a 500. Source: medusa's script_handler.
class callback_handler : public handler {
public:
    using function = std::function<void(const std::shared_ptr<http_request>&)>;

    /// `path`, decoded, is one path, "/time", or with "*" at its end each that begins with what
    /// stands before: "/users/*" is "/users/" and "/users/ann/mail", but not "/users". `methods` is
    /// what is taken, as an Allow field lists it; any other gets 405. Empty: all are taken, and the
    /// function refuses what it does not want. `max_body` is in bytes.
    /// Throws std::invalid_argument when the path does not begin with a slash, or without function.
    callback_handler(std::string path, function call, std::string methods = "GET, HEAD",
                     std::size_t max_body = 1024 * 1024);

    bool match(const http_request& request) override;
    void handle_request(const std::shared_ptr<http_request>& request) override { call_(request); }
    std::size_t max_body(const http_request&) override { return max_body_; }
    std::string_view methods(const http_request&) override { return methods_; }

private:
    std::string path_;
    function call_;
    std::string methods_;
    std::size_t max_body_;
    bool prefix_ = false;
};

} // namespace medusa
