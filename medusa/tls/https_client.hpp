#pragma once

#include "asyncore/tls/tls_context.hpp"
#include "medusa/http_client.hpp"

namespace medusa {

/// Lets `client` ask by HTTPS. The server's certificate, and the name in it, are verified, unless
/// the context is an insecure one. Throws std::invalid_argument for a server's context. Connections
/// that live stay as they are.
///
///     medusa::use_tls(client, asyncore::tls_context::client({.alpn = {"http/1.1"}}));
///
/// Part of the library medusa_tls; http_client by itself needs no OpenSSL.
void use_tls(http_client& client, asyncore::tls_context with);

} // namespace medusa
