#include "asyncore/tls/openssl.hpp"

#include <openssl/err.h>

#include <system_error>

namespace asyncore {

std::string openssl_reason() {
    const unsigned long error = ERR_peek_error();
    std::string reason = "no reason given";
    if (ERR_SYSTEM_ERROR(error)) {
        reason = std::generic_category().message(ERR_GET_REASON(error));
    } else if (const char* text = ERR_reason_error_string(error)) {
        reason = text;
    }
    ERR_clear_error();
    return reason;
}

} // namespace asyncore
