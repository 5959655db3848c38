#pragma once

#include "medusa/handler.hpp"
#include "medusa/http_request.hpp"
#include "medusa/server_counters.hpp"

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace medusa {

/// Wraps a handler and counts what is asked of it and how it answers, beside the server's own
/// counters: for a status page, for /metrics. An event costs an addition. Where one wraps another,
/// both count the request and the inner one its answer.
class counting_handler : public handler {
public:
    explicit counting_handler(std::shared_ptr<handler> inner) noexcept : inner_(std::move(inner)) {}

    answer_counters counters;

    bool match(const http_request& request) override { return inner_->match(request); }
    void handle_request(const std::shared_ptr<http_request>& request) override {
        if (!has_body(*request)) ++counters.requests; // or its head has been here
        request->count_in(counters);
        pass_request(*inner_, request);
    }
    void handle_head(const std::shared_ptr<http_request>& request) override {
        ++counters.requests;
        request->count_in(counters);
        pass_head(*inner_, request);
    }
    std::size_t max_body(const http_request& request) override { return inner_->max_body(request); }

private:
    static bool has_body(const http_request& request) noexcept {
        return request.head().framing() == body_framing::chunked ||
               request.head().content_length() > 0;
    }

    std::shared_ptr<handler> inner_;
};

} // namespace medusa
