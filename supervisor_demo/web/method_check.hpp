#pragma once

#include <string_view>

namespace medusa {
class http_request;
}

namespace supervisor {

/// Whether the method is one of `allowed`, a list as in the Allow field. When not, the request has
/// been answered with 405.
bool check_method(medusa::http_request& request, std::string_view allowed);

} // namespace supervisor
