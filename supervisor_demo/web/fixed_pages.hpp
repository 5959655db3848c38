#pragma once

#include "medusa/handler.hpp"
#include "medusa/http_date.hpp"

#include <chrono>
#include <memory>

namespace supervisor {

/// What never changes: `/ok.html`, which says that the server answers, the style sheet and icon of
/// the page, and what else Supervisor serves as files. What a client has already is 304 Not
/// Modified. It matches every path and so comes last: that a path has nothing behind it is for
/// those to know who know the password.
class fixed_pages : public medusa::handler {
public:
    bool match(const medusa::http_request& request) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;

private:
    // Another program may have other files: they are as new as it is.
    const medusa::http_time modified_ =
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
};

} // namespace supervisor
