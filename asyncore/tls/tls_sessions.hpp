#pragma once
// Internal: not included outside asyncore/tls/, and by no public header.

#include "asyncore/tls/openssl.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace asyncore {

using ssl_session_ptr = std::unique_ptr<SSL_SESSION, openssl_free<&SSL_SESSION_free>>;

/// What servers have given a client to come back with, one session for each name that was verified:
/// the next connection to it shakes hands without certificates. Each is used once, as RFC 8446 C.4
/// has it; a server that resumes gives another.
class tls_sessions {
public:
    void keep(const std::string& server, ssl_session_ptr session) {
        if (sessions_.size() >= most && !sessions_.contains(server))
            sessions_.erase(sessions_.begin());
        sessions_[server] = std::move(session);
    }
    /// Null when there is none.
    ssl_session_ptr take(const std::string& server) {
        auto found = sessions_.extract(server);
        return found ? std::move(found.mapped()) : nullptr;
    }

private:
    static constexpr std::size_t most = 100;

    std::map<std::string, ssl_session_ptr> sessions_;
};

} // namespace asyncore
