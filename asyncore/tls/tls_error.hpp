#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace asyncore {

/// What went wrong with TLS, as a sentence: with a file that was to be read, or with a peer, whose
/// name is in it. A handshake that fails arrives in the channel's handle_error() as one of these.
class tls_error : public std::runtime_error {
public:
    tls_error(const std::string& sentence, std::string why)
        : std::runtime_error(sentence + ": " + why), reason_(std::move(why)) {}

    /// OpenSSL's words alone: "wrong version number", "certificate has expired".
    const std::string& reason() const noexcept { return reason_; }

private:
    std::string reason_;
};

} // namespace asyncore
