#pragma once

#include "medusa/handler.hpp"

#include <memory>

namespace supervisor {

/// `/assets/HASH/NAME`: the style, the scripts and the icon of the page, which a browser may keep
/// for ever: those of another build have another hash.
class asset_handler : public medusa::handler {
public:
    bool match(const medusa::http_request& request) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;
    std::string_view methods(const medusa::http_request&) override { return "GET, HEAD"; }
};

} // namespace supervisor
