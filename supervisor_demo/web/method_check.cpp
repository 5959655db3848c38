#include "supervisor_demo/web/method_check.hpp"

#include "medusa/http_headers.hpp"
#include "medusa/http_request.hpp"

namespace supervisor {

bool check_method(medusa::http_request& request, std::string_view allowed) {
    // Methods are case-sensitive, token lists are not.
    bool known = true;
    for (const char c : request.method())
        if (c < 'A' || c > 'Z') known = false;
    if (known && medusa::token_list_contains(allowed, request.method())) return true;
    request.reply().set("Allow", allowed);
    request.error(405);
    return false;
}

} // namespace supervisor
