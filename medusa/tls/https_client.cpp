#include "medusa/tls/https_client.hpp"

#include "asyncore/tls/tls.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace medusa {

void use_tls(http_client& client, asyncore::tls_context with) {
    if (with.is_server()) throw std::invalid_argument("use_tls: the context is a server's");
    client.set_tls(
        [with = std::move(with)](asyncore::dispatcher& channel, const std::string& host) {
            asyncore::start_tls(channel, with, host);
        });
}

} // namespace medusa
