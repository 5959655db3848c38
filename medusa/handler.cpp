#include "medusa/handler.hpp"

#include "medusa/http_methods.hpp"
#include "medusa/http_request.hpp"

#include <string>

namespace medusa {

namespace {

constexpr std::size_t default_max_body = 1024 * 1024;

// Whether the handler takes the method; the request has been answered when not.
bool takes_method(handler& to, http_request& request) {
    const std::string_view list = to.methods(request);
    const std::string_view method = request.method();
    const bool echoes = method == "TRACE"; // what a script must not see, it could read from there
    if (!echoes && (list.empty() || lists_method(list, method))) return true;
    if (!is_known_method(method)) {
        request.error(501);
        return false;
    }
    if (method == "OPTIONS") {
        request.reply().set("Allow", std::string(list) + ", OPTIONS");
        request.reply_code(204);
        request.done();
    } else {
        request.reply().set("Allow", list.empty() ? served_methods : list);
        request.error(405);
    }
    return false;
}

} // namespace

void handler::handle_head(const std::shared_ptr<http_request>&) {}

std::size_t handler::max_body(const http_request&) {
    return default_max_body;
}

std::string_view handler::methods(const http_request&) {
    return {};
}

void pass_request(handler& to, const std::shared_ptr<http_request>& request) {
    if (takes_method(to, *request)) to.handle_request(request);
}

void pass_head(handler& to, const std::shared_ptr<http_request>& request) {
    if (takes_method(to, *request)) to.handle_head(request);
}

} // namespace medusa
