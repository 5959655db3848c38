#pragma once

#include "medusa/handler.hpp"

#include <memory>

namespace supervisor {

/// What never changes: `/ok.html`, which says that the server answers, and the style sheet and icon
/// of the page. It matches every path and so comes last: that a path has nothing behind it is for
/// those to know who know the password.
class fixed_pages : public medusa::handler {
public:
    bool match(const medusa::http_request& request) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;
};

} // namespace supervisor
