#include "medusa/auth_handler.hpp"

#include "medusa/base64.hpp"
#include "medusa/http_headers.hpp"
#include "medusa/http_request.hpp"
#include "medusa/secret.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace medusa {

auth_handler::auth_handler(std::shared_ptr<handler> inner, std::string username,
                           std::string password, std::string realm)
    : inner_(std::move(inner)),
      username_(std::move(username)),
      password_(std::move(password)),
      realm_(std::move(realm)) {}

bool auth_handler::authorized(http_request& request) const {
    const std::string_view field = request.get_header("Authorization");
    const std::size_t space = field.find(' ');
    if (space != std::string_view::npos && iequals(field.substr(0, space), "Basic")) {
        std::string_view encoded = field.substr(space + 1);
        encoded.remove_prefix(std::min(encoded.find_first_not_of(' '), encoded.size()));
        const auto decoded = base64_decode(encoded);
        const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
        if (colon == std::string::npos) {
            request.error(400);
            return false;
        }
        const std::string_view name = std::string_view(*decoded).substr(0, colon);
        // Both are compared whatever the first says.
        const bool name_right = secret_equal(username_, name);
        const bool password_right =
            password_matches(password_, std::string_view(*decoded).substr(colon + 1));
        if (name_right && password_right) {
            request.set_user(std::string(name));
            return true;
        }
    }
    request.reply().set("WWW-Authenticate", "Basic realm=\"" + realm_ + "\"");
    request.error(401);
    return false;
}

void auth_handler::handle_request(const std::shared_ptr<http_request>& request) {
    if (authorized(*request)) pass_request(*inner_, request);
}

void auth_handler::handle_head(const std::shared_ptr<http_request>& request) {
    if (authorized(*request)) pass_head(*inner_, request);
}

} // namespace medusa
