#include "medusa/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <stdexcept>

namespace medusa {

bool secret_equal(std::string_view left, std::string_view right) noexcept {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string sha1_hex(std::string_view bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha1(), nullptr) != 1)
        throw std::runtime_error("libcrypto does not offer SHA-1");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * size);
    for (unsigned i = 0; i < size; ++i) {
        hex += digits[digest[i] >> 4];
        hex += digits[digest[i] & 15];
    }
    return hex;
}

bool password_matches(std::string_view configured, std::string_view given) {
    constexpr std::string_view scheme = "{SHA}";
    if (configured.substr(0, scheme.size()) == scheme)
        return secret_equal(configured.substr(scheme.size()), sha1_hex(given));
    return secret_equal(configured, given);
}

} // namespace medusa
