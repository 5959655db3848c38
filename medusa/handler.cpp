#include "medusa/handler.hpp"

namespace medusa {

namespace {

constexpr std::size_t default_max_body = 1024 * 1024;

} // namespace

void handler::handle_head(const std::shared_ptr<http_request>&) {}

std::size_t handler::max_body(const http_request&) {
    return default_max_body;
}

} // namespace medusa
