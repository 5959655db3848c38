#pragma once
// Internal: not included outside asyncore/tls/, and by no public header.

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <vector>

namespace asyncore {

template <auto Free>
struct openssl_free {
    template <class T>
    void operator()(T* one) const noexcept {
        Free(one);
    }
};

using ssl_ctx_ptr = std::unique_ptr<SSL_CTX, openssl_free<&SSL_CTX_free>>;
using ssl_ptr = std::unique_ptr<SSL, openssl_free<&SSL_free>>;
using x509_ptr = std::unique_ptr<X509, openssl_free<&X509_free>>;

class tls_sessions;

/// What one handshake needs, as it was when it began. Alive as long as any channel that uses it.
struct tls_credentials {
    std::vector<ssl_ctx_ptr> contexts;      // one a certificate; a client has one
    std::string alpn;                       // in the form of RFC 7301, section 3.1
    std::shared_ptr<tls_sessions> sessions; // a client's
    bool server = false;
    bool verifies = true;
};

/// How names in certificates are compared: whole labels, and never the subject's common name.
inline constexpr unsigned name_flags =
    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;

/// The earliest error in OpenSSL's queue, in words; the queue is empty afterwards.
std::string openssl_reason();

} // namespace asyncore
