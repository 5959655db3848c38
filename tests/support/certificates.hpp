#pragma once

#include "asyncore/tls/tls_context.hpp"
#include "tests/support/temp_dir.hpp"

#include <memory>
#include <string>
#include <vector>

/// A certificate authority made for one test, and what it vouches for. Everything lies in a folder
/// of its own, and is gone with it.
class authority {
public:
    explicit authority(const std::string& name = "Test Authority");
    ~authority();

    /// What clients trust.
    std::string ca_file() const { return folder_ / "ca.pem"; }
    const temp_dir& folder() const noexcept { return folder_; }

    struct wishes {
        std::string common_name = "localhost";
        std::string names = "DNS:localhost,IP:127.0.0.1"; // as in OpenSSL's subjectAltName
        int days = 1;                                     // valid from yesterday; negative: expired
    };
    /// A key and a certificate, signed by the authority, in `<file>.pem` and `<file>.key`.
    asyncore::tls_certificate issue(const std::string& file, const wishes& for_whom) const;
    asyncore::tls_certificate issue(const std::string& file) const { return issue(file, {}); }
    /// The same, signed by itself.
    asyncore::tls_certificate self_signed(const std::string& file) const;

private:
    struct pair;
    asyncore::tls_certificate write(const std::string& file, const wishes& for_whom,
                                    const pair* issuer, bool ca = false) const;
    temp_dir folder_;
    std::unique_ptr<pair> own_;
};
