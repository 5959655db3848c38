#include "asyncore/tls/tls.hpp"

#include "asyncore/tls/tls_transport.hpp"

#include <openssl/bio.h>

#include <stdexcept>
#include <utility>

#include <arpa/inet.h>

namespace asyncore {

namespace {

const tls_transport* established(const dispatcher& channel) {
    const auto* through = dynamic_cast<const tls_transport*>(channel.through());
    return through && through->established() ? through : nullptr;
}

std::string_view view(const char* text) {
    return text ? std::string_view(text) : std::string_view();
}

std::string text_of(const ASN1_STRING* from) {
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, from);
    if (size < 0) return {};
    std::string text(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
    return text;
}

std::string subject_of(X509* certificate) {
    const std::unique_ptr<BIO, openssl_free<&BIO_free_all>> text(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0,
                       XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char* data = nullptr;
    const long size = BIO_get_mem_data(text.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string common_name_of(X509* certificate) {
    X509_NAME* const subject = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0) return {};
    return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
}

std::string address_of(const ASN1_OCTET_STRING* octets) {
    char text[INET6_ADDRSTRLEN] = "";
    const int length = ASN1_STRING_length(octets);
    if (length != 4 && length != 16) return {};
    ::inet_ntop(length == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(octets), text, sizeof text);
    return text;
}

std::vector<std::string> names_of(X509* certificate) {
    std::vector<std::string> names;
    const std::unique_ptr<GENERAL_NAMES, openssl_free<&GENERAL_NAMES_free>> all(
        static_cast<GENERAL_NAMES*>(
            X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()); ++i) {
        const GENERAL_NAME* const one = sk_GENERAL_NAME_value(all.get(), i);
        if (one->type == GEN_DNS) names.push_back(text_of(one->d.dNSName));
        if (one->type == GEN_IPADD) names.push_back(address_of(one->d.iPAddress));
    }
    return names;
}

} // namespace

void start_tls(dispatcher& channel, const tls_context& with, std::string_view server_name) {
    if (channel.encrypted()) throw std::logic_error("start_tls: TLS was started before");
    if (channel.fileno() < 0 || (!channel.connected() && !channel.connecting()))
        throw std::logic_error("start_tls: not connected");
    channel.handle_start_tls();
    if (channel.closing()) return; // the peer has gone meanwhile, which has been dealt with
    const std::string where = channel.addr().to_string();
    std::string peer(server_name.empty() ? std::string_view(where) : server_name);
    if (!server_name.empty() && !where.empty() && where != server_name) peer += " (" + where + ")";
    channel.set_transport(std::make_unique<tls_transport>(
        with.credentials(), channel.fileno(), server_name, std::move(peer), channel.connected()));
}

std::string_view tls_version(const dispatcher& channel) {
    const auto* tls = established(channel);
    return tls ? view(SSL_get_version(tls->ssl())) : std::string_view();
}

std::string_view tls_cipher(const dispatcher& channel) {
    const auto* tls = established(channel);
    return tls ? view(SSL_get_cipher_name(tls->ssl())) : std::string_view();
}

std::string_view alpn_selected(const dispatcher& channel) {
    const auto* tls = established(channel);
    if (!tls) return {};
    const unsigned char* name = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(tls->ssl(), &name, &length);
    return {reinterpret_cast<const char*>(name), length};
}

std::string_view server_name(const dispatcher& channel) {
    const auto* tls = established(channel);
    return tls ? view(SSL_get_servername(tls->ssl(), TLSEXT_NAMETYPE_host_name))
               : std::string_view();
}

bool tls_resumed(const dispatcher& channel) {
    const auto* tls = established(channel);
    return tls && SSL_session_reused(tls->ssl()) == 1;
}

bool was_truncated(const dispatcher& channel) {
    const auto* tls = established(channel);
    return tls && tls->truncated();
}

std::optional<peer_identity> peer_certificate(const dispatcher& channel) {
    const auto* tls = established(channel);
    const x509_ptr certificate(tls ? SSL_get1_peer_certificate(tls->ssl()) : nullptr);
    if (!certificate) return {};
    return peer_identity{subject_of(certificate.get()), common_name_of(certificate.get()),
                         names_of(certificate.get()), tls->verifies()};
}

} // namespace asyncore
