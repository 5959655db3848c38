#include "tests/support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

struct authority::pair {
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    ~pair() {
        EVP_PKEY_free(key);
        X509_free(certificate);
    }
};

namespace {

void must(bool done, const char* what) {
    if (!done) throw std::runtime_error(std::string("certificates: ") + what);
}

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
    X509V3_CTX how;
    X509V3_set_ctx(&how, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const made = X509V3_EXT_conf_nid(nullptr, &how, what, value.c_str());
    must(made && X509_add_ext(certificate, made, -1) == 1, value.c_str());
    X509_EXTENSION_free(made);
}

std::FILE* create(const std::string& path) {
    std::FILE* const file = std::fopen(path.c_str(), "w");
    must(file, path.c_str());
    return file;
}

} // namespace

authority::authority(const std::string& name) : own_(std::make_unique<pair>()) {
    write("ca", {name, "", 10}, nullptr, true);
    std::FILE* file = std::fopen((folder_ / "ca.key").c_str(), "r");
    own_->key = PEM_read_PrivateKey(file, nullptr, nullptr, nullptr);
    std::fclose(file);
    file = std::fopen(ca_file().c_str(), "r");
    own_->certificate = PEM_read_X509(file, nullptr, nullptr, nullptr);
    std::fclose(file);
    must(own_->key && own_->certificate, "the authority");
}

authority::~authority() = default;

asyncore::tls_certificate authority::issue(const std::string& file, const wishes& whom) const {
    return write(file, whom, own_.get());
}

asyncore::tls_certificate authority::self_signed(const std::string& file) const {
    return write(file, {}, nullptr);
}

asyncore::tls_certificate authority::write(const std::string& file, const wishes& whom,
                                           const pair* issuer, bool ca) const {
    pair made;
    made.key = EVP_EC_gen("P-256");
    made.certificate = X509_new();
    must(made.key && made.certificate, "a key");
    X509* const own = made.certificate;
    X509_set_version(own, X509_VERSION_3);
    std::uint32_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(own), serial);
    constexpr long day = 24 * 60 * 60;
    X509_gmtime_adj(X509_getm_notBefore(own), whom.days < 0 ? (whom.days - 10) * day : -day);
    X509_gmtime_adj(X509_getm_notAfter(own), whom.days * day);
    X509_set_pubkey(own, made.key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(own), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(whom.common_name.c_str()), -1,
                               -1, 0);
    X509* const by = issuer ? issuer->certificate : own;
    X509_set_issuer_name(own, X509_get_subject_name(by));
    extend(own, by, NID_basic_constraints, ca ? "critical,CA:TRUE" : "CA:FALSE");
    extend(own, by, NID_subject_key_identifier, "hash");
    if (!whom.names.empty()) extend(own, by, NID_subject_alt_name, whom.names);
    must(X509_sign(own, issuer ? issuer->key : made.key, EVP_sha256()) > 0, "signing");

    const asyncore::tls_certificate files{folder_ / (file + ".pem"), folder_ / (file + ".key")};
    std::FILE* out = create(files.chain_file);
    PEM_write_X509(out, own);
    std::fclose(out);
    out = create(files.key_file);
    PEM_write_PrivateKey(out, made.key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    return files;
}
