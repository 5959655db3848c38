#include "asyncore/tls/tls_context.hpp"

#include "asyncore/log.hpp"
#include "asyncore/tls/openssl.hpp"
#include "asyncore/tls/tls_sessions.hpp"
#include "asyncore/tls/tls_transport.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <stdexcept>
#include <utility>

namespace asyncore {

namespace {

// Of TLS 1.2; those of 1.3 are all sane.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

int no_passphrase(char*, int, int, void*) {
    return -1; // or OpenSSL would ask the terminal
}

std::string alpn_wire(const std::vector<std::string>& protocols) {
    std::string wire;
    for (const std::string& one : protocols) {
        if (one.empty() || one.size() > 255)
            throw std::invalid_argument("ALPN: a protocol has 1 to 255 bytes");
        wire += static_cast<char>(one.size());
        wire += one;
    }
    if (wire.size() > 0xffff) throw std::invalid_argument("ALPN: too many protocols");
    return wire;
}

const unsigned char* octets(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

int select_alpn(SSL*, const unsigned char** chosen, unsigned char* length,
                const unsigned char* offered, unsigned offered_length, void* argument) {
    const auto& ours = static_cast<const tls_credentials*>(argument)->alpn;
    unsigned char* found = nullptr;
    const int how = SSL_select_next_proto(
        &found, length, octets(ours), static_cast<unsigned>(ours.size()), offered, offered_length);
    if (how != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

int select_certificate(SSL* ssl, int*, void* argument) {
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (!name) return SSL_TLSEXT_ERR_NOACK;
    for (const auto& one : static_cast<const tls_credentials*>(argument)->contexts) {
        if (X509_check_host(SSL_CTX_get0_certificate(one.get()), name, 0, name_flags, nullptr) ==
            1) {
            SSL_set_SSL_CTX(ssl, one.get());
            return SSL_TLSEXT_ERR_OK;
        }
    }
    return SSL_TLSEXT_ERR_NOACK;
}

ssl_ctx_ptr make_context(const SSL_METHOD* method) {
    ERR_clear_error();
    ssl_ctx_ptr made(SSL_CTX_new(method));
    if (!made) throw tls_error("OpenSSL", openssl_reason());
    SSL_CTX* ctx = made.get();
    SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(ctx, ciphers);
    SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                              SSL_MODE_RELEASE_BUFFERS);
    // One record at a time, so that a peer that sends none but key updates has to wait its turn.
    SSL_CTX_clear_mode(ctx, SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_read_ahead(ctx, 1);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
    return made;
}

void load(SSL_CTX* ctx, const tls_certificate& from) {
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(ctx, from.chain_file.c_str()) != 1)
        throw tls_error("certificate " + from.chain_file, openssl_reason());
    if (SSL_CTX_use_PrivateKey_file(ctx, from.key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(ctx) != 1)
        throw tls_error("private key " + from.key_file, openssl_reason());
}

void trust(SSL_CTX* ctx, const std::string& ca_file) {
    ERR_clear_error();
    if (SSL_CTX_load_verify_file(ctx, ca_file.c_str()) != 1)
        throw tls_error("certificate authority " + ca_file, openssl_reason());
}

std::shared_ptr<const tls_credentials> load(const tls_server_settings& from) {
    if (from.certificates.empty())
        throw std::invalid_argument("tls_context: a server needs a certificate");
    const auto made = std::make_shared<tls_credentials>();
    made->server = true;
    made->alpn = alpn_wire(from.alpn);
    for (const auto& certificate : from.certificates) {
        made->contexts.push_back(make_context(TLS_server_method()));
        SSL_CTX* ctx = made->contexts.back().get();
        load(ctx, certificate);
        // Tickets are bound to it, and refused altogether without when clients are verified.
        SSL_CTX_set_session_id_context(ctx, octets("asyncore"), 8);
        SSL_CTX_callback_ctrl(ctx, SSL_CTRL_SET_TLSEXT_SERVERNAME_CB,
                              reinterpret_cast<void (*)()>(select_certificate));
        SSL_CTX_set_tlsext_servername_arg(ctx, made.get());
        if (!made->alpn.empty()) SSL_CTX_set_alpn_select_cb(ctx, select_alpn, made.get());
        if (from.client_ca_file.empty()) continue;
        trust(ctx, from.client_ca_file);
        SSL_CTX_set_client_CA_list(ctx, SSL_load_client_CA_file(from.client_ca_file.c_str()));
        SSL_CTX_set_verify(
            ctx,
            SSL_VERIFY_PEER |
                (from.client_certificate_required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
            nullptr);
    }
    ERR_clear_error();
    return made;
}

std::shared_ptr<const tls_credentials> load(const tls_client_settings& from, bool verifies) {
    const auto made = std::make_shared<tls_credentials>();
    made->alpn = alpn_wire(from.alpn);
    made->verifies = verifies;
    made->contexts.push_back(make_context(TLS_client_method()));
    SSL_CTX* ctx = made->contexts.back().get();
    made->sessions = std::make_shared<tls_sessions>();
    tls_transport::keep_sessions(ctx);
    if (!from.ca_file.empty())
        trust(ctx, from.ca_file);
    else if (verifies && SSL_CTX_set_default_verify_paths(ctx) != 1)
        throw tls_error("the system's certificate authorities", openssl_reason());
    SSL_CTX_set_verify(ctx, verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    if (!from.certificate.chain_file.empty()) load(ctx, from.certificate);
    if (!made->alpn.empty() &&
        SSL_CTX_set_alpn_protos(ctx, octets(made->alpn), static_cast<unsigned>(made->alpn.size())))
        throw tls_error("ALPN", openssl_reason());
    ERR_clear_error();
    return made;
}

} // namespace

struct tls_context::settings {
    bool is_server = false;
    bool verifies = true;
    tls_server_settings server;
    tls_client_settings client;
    std::shared_ptr<const tls_credentials> loaded;

    void read() { loaded = is_server ? load(server) : load(client, verifies); }
};

tls_context::tls_context(std::shared_ptr<settings> shared) : shared_(std::move(shared)) {
    shared_->read();
}

tls_context tls_context::server(tls_server_settings from) {
    auto shared = std::make_shared<settings>();
    shared->is_server = true;
    shared->server = std::move(from);
    return tls_context(std::move(shared));
}

tls_context tls_context::client(tls_client_settings from) {
    auto shared = std::make_shared<settings>();
    shared->client = std::move(from);
    return tls_context(std::move(shared));
}

tls_context tls_context::insecure_client(tls_client_settings from) {
    auto shared = std::make_shared<settings>();
    shared->client = std::move(from);
    shared->verifies = false;
    log(log_level::warning, "TLS without verification: anyone on the way can read and change it");
    return tls_context(std::move(shared));
}

void tls_context::reload() {
    shared_->read();
}

bool tls_context::is_server() const noexcept {
    return shared_->is_server;
}

std::shared_ptr<const tls_credentials> tls_context::credentials() const noexcept {
    return shared_->loaded;
}

} // namespace asyncore
