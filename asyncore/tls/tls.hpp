#pragma once

/// TLS as a channel like any other.
///
/// start_tls() puts OpenSSL beneath a channel that is there already, whatever its class: its hooks,
/// its send() and recv(), terminators, producers and half-close go on as before.
///
///     struct echo_server : asyncore::dispatcher {
///         asyncore::tls_context tls = asyncore::tls_context::server({{{"cert.pem", "key.pem"}}});
///         void handle_accepted(asyncore::unique_fd s, const asyncore::address&) override {
///             asyncore::start_tls(*asyncore::make<echo_channel>(std::move(s), map()), tls);
///         }
///     };
///
///     client->create_socket();
///     client->connect(address);
///     asyncore::start_tls(*client, asyncore::tls_context::client(), "www.example.org");
///
/// Connecting: until the handshake is done the channel is connecting() and not connected(), on both
/// sides; readable() and writable() do not matter to it. Then handle_connect() is called, on the
/// server's side too. What an async_chat pushes meanwhile is sent when it is done. A handshake that
/// stands still is closed with close(), by whatever watches for idle channels.
///
/// Failing: a handshake that fails, on either side, arrives in handle_error() as a tls_error with
/// OpenSSL's reason and the name of the peer. A client that connects to a server and leaves without
/// a word is handle_close(), for it has done nothing wrong.
///
/// Ending: handle_eof() is called when the peer has said that it will send no more (close_notify),
/// and only then. A connection that ends without is handle_close() and was_truncated(). Our own
/// close_notify is sent by close_when_done(), after all that was pushed, by shutdown_write(), after
/// which input goes on, and by close().
///
/// In the middle of a plain dialogue (STARTTLS): push the answer, then call start_tls(), from
/// found_terminator(). The answer goes out in plain text. When the peer has sent anything behind
/// the command in the same piece, start_tls() throws: it could be anyone's, and must not be taken
/// for what TLS protects (RFC 3207, section 4.2).
///
/// A dispatcher that calls send() itself: what send() did not take must be offered again, first;
/// what has been encrypted cannot be taken back. async_chat sees to that.
///
/// Out-of-band data does not exist in TLS: handle_expt() is not called.
///
/// Its own library, asyncore_tls, so that a program that never mentions TLS does not load OpenSSL.
/// Sources: RFC 8446, RFC 5246, RFC 7301 (ALPN), RFC 6066 (server name), RFC 6125 (verification).

#include "asyncore/dispatcher.hpp"
#include "asyncore/tls/tls_context.hpp"
#include "asyncore/tls/tls_error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncore {

/// Starts TLS on a channel that is connected() or connecting(). A client names the server, by host
/// name or numeric address: it is what the certificate is verified for, and a host name is told to
/// the server. Throws std::invalid_argument for a verifying client without a name, and
/// std::logic_error when TLS was started before or there is no connection. What the channel's
/// handle_start_tls() throws comes through. Nothing is sent yet.
void start_tls(dispatcher& channel, const tls_context& with, std::string_view server_name = {});

// What the handshake settled. Empty while it goes on, and for plain channels. They still answer
// after close().

/// "TLSv1.3" or "TLSv1.2".
std::string_view tls_version(const dispatcher& channel);

/// OpenSSL's name of the cipher suite.
std::string_view tls_cipher(const dispatcher& channel);

/// The protocol agreed on.
std::string_view alpn_selected(const dispatcher& channel);

/// What a client asked for; known to a server.
std::string_view server_name(const dispatcher& channel);

/// Whether an earlier session was taken up again, by ticket.
bool tls_resumed(const dispatcher& channel);

/// True when the connection ended without a close_notify: what was received may be cut short.
bool was_truncated(const dispatcher& channel);

/// Who the peer showed to be.
struct peer_identity {
    /// "CN=www.example.org,O=Example", as in RFC 2253.
    std::string subject;
    std::string common_name;
    /// DNS names and addresses of the subject alternative name, as text.
    std::vector<std::string> names;
    /// Whether it was verified: always, except for an insecure client.
    bool verified = false;
};

/// The peer's certificate; none when it showed none, as most clients do.
std::optional<peer_identity> peer_certificate(const dispatcher& channel);

} // namespace asyncore
