#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace supervisor {

/// SipHash-2-4: 64 bits of `text` that nobody can tell, or make for another text, without the key.
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
std::uint64_t siphash(const std::array<std::uint64_t, 2>& key, std::string_view text) noexcept;

} // namespace supervisor
