#pragma once

#include "asyncore/tls/tls_error.hpp"

#include <memory>
#include <string>
#include <vector>

namespace asyncore {

struct tls_credentials;

/// Files in PEM: a certificate followed by those that vouch for it, and its private key. A key with
/// a passphrase is refused, as there is no one to ask.
struct tls_certificate {
    std::string chain_file;
    std::string key_file;
};

struct tls_server_settings {
    /// At least one. A client that names a server gets the first that is valid for the name, by its
    /// own subject alternative names; one that names none, or an unknown one, gets the first of
    /// all.
    std::vector<tls_certificate> certificates = {};

    /// Protocols for ALPN, the preferred first. A client that offers others alone is refused, as
    /// RFC 7301, section 3.2 has it; one that does not speak of it is served.
    std::vector<std::string> alpn = {};

    /// When given, clients are asked for a certificate that one of these vouches for.
    std::string client_ca_file = {};
    /// Whether a client without one is refused. One with a wrong one always is.
    bool client_certificate_required = true;
};

struct tls_client_settings {
    /// Who is trusted; empty: whom the system trusts.
    std::string ca_file = {};

    /// Protocols offered for ALPN, the preferred first.
    std::vector<std::string> alpn = {};

    /// What to show to a server that asks; empty: nothing.
    tls_certificate certificate = {};
};

/// What the channels of a server, or those of a client, have in common: certificates, whom they
/// trust, and what they offer. A value that shares: copies stand for the same settings, and what is
/// reloaded through one holds for all. Costs about 100 KB; make one per role, not one per channel.
///
/// TLS 1.2 and 1.3, forward secrecy and authenticated ciphers alone; no compression, no
/// renegotiation. Sessions are resumed by tickets, so a server keeps nothing for them; a client
/// keeps one for each of at most 100 names it has verified, until it is reloaded.
/// Belongs to one thread at a time, as the socket_map of its channels does.
class tls_context {
public:
    /// Reads the files. Throws tls_error with the file in the sentence, and std::invalid_argument
    /// for settings that make no sense.
    static tls_context server(tls_server_settings settings);

    /// The chain of the server's certificate, and the name in it, are verified.
    static tls_context client(tls_client_settings settings = {});

    /// Verifies nothing, and logs a warning that says so: whoever is on the way can read and change
    /// everything. For a diagnosis by hand, never for a program in service.
    static tls_context insecure_client(tls_client_settings settings = {});

    /// Reads the files again. Handshakes from now on use what they hold; channels that live, or
    /// shake hands already, keep what they have, and tickets given out before are void. When it
    /// throws, as server() does, all is as before.
    void reload();

    bool is_server() const noexcept;

    /// Internal: what a handshake that begins now uses. The type is OpenSSL's business.
    std::shared_ptr<const tls_credentials> credentials() const noexcept;

private:
    struct settings;
    explicit tls_context(std::shared_ptr<settings> shared);
    std::shared_ptr<settings> shared_;
};

} // namespace asyncore
