#pragma once

#include <string>
#include <string_view>

namespace medusa {

/// Equality that takes as long for a near miss as for a far one. It tells an onlooker with a
/// clock whether the lengths are equal, and nothing else.
bool secret_equal(std::string_view left, std::string_view right) noexcept;

/// The SHA-1 of the bytes as 40 lower-case hex digits.
/// Throws std::runtime_error if libcrypto does not offer SHA-1.
std::string sha1_hex(std::string_view bytes);

/// Checks a password against what the configuration holds: the password itself, or "{SHA}" and
/// its SHA-1 in lower-case hex, as Supervisor has it.
bool password_matches(std::string_view configured, std::string_view given);

} // namespace medusa
