#include "medusa/auth_handler.hpp"

#include "medusa/base64.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/http_headers.hpp"
#include "medusa/http_request.hpp"
#include "medusa/secret.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace medusa {

namespace {

// A quoted-string, RFC 9110 5.6.4.
std::string quoted(std::string_view text) {
    if (!http_chars::all(text, http_chars::field))
        throw std::invalid_argument("control character in a realm");
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out += '"';
}

} // namespace

auth_handler::auth_handler(std::shared_ptr<handler> inner, users known, std::string_view realm)
    : filter(std::move(inner)),
      known_(std::move(known)),
      challenge_("Basic realm=" + quoted(realm)) {}

auth_handler::auth_handler(std::shared_ptr<handler> inner, std::string username,
                           std::string password, std::string_view realm)
    : auth_handler(std::move(inner), users{{std::move(username), std::move(password)}}, realm) {}

void auth_handler::set_charset_utf8() {
    challenge_ += ", charset=\"UTF-8\"";
}

// No early end and nothing left out: the time taken must not tell which names there are.
bool auth_handler::knows(std::string_view name, std::string_view password) const {
    if (known_.empty()) return false;
    std::size_t place = known_.size();
    for (std::size_t i = 0; i < known_.size(); ++i)
        if (secret_equal(known_[i].first, name)) place = i;
    const bool known = place < known_.size();
    return password_matches(known_[known ? place : 0].second, password) && known;
}

bool auth_handler::passes(http_request& request) {
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
        if (knows(name, std::string_view(*decoded).substr(colon + 1))) {
            request.set_user(std::string(name));
            return true;
        }
    }
    request.reply().set("WWW-Authenticate", challenge_);
    if (close_refused) request.close_after_answer();
    request.error(401);
    return false;
}

} // namespace medusa
