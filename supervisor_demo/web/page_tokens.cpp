#include "supervisor_demo/web/page_tokens.hpp"

#include "asyncore/errors.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/web/siphash.hpp"

#include <charconv>
#include <cstddef>
#include <optional>

#include <sys/random.h>

namespace supervisor {

namespace {

constexpr std::size_t digits = 16; // of one number

void fill_random(void* to, std::size_t size) {
    // So few bytes come whole or not at all, see getrandom(2).
    if (::getrandom(to, size, 0) != static_cast<ssize_t>(size))
        asyncore::throw_errno("cannot get random bytes");
}

std::optional<std::uint64_t> number_of(std::string_view hex) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), number, 16);
    if (error != std::errc{} || end != hex.data() + hex.size()) return std::nullopt;
    return number;
}

} // namespace

page_tokens::page_tokens() {
    fill_random(key_.data(), sizeof key_);
}

std::uint64_t page_tokens::mark(std::uint64_t number, std::string_view good_for) const {
    return siphash(key_, format("{:016x}{}", number, good_for));
}

std::string page_tokens::make(std::string_view good_for) const {
    std::uint64_t number = 0;
    fill_random(&number, sizeof number);
    return format("{:016x}{:016x}", number, mark(number, good_for));
}

bool page_tokens::check(std::string_view token, std::string_view good_for) const {
    if (token.size() != 2 * digits) return false;
    const auto number = number_of(token.substr(0, digits));
    const auto given = number_of(token.substr(digits));
    if (!number || !given) return false;
    // One comparison of two whole numbers: no digit is looked at before another.
    return (*given ^ mark(*number, good_for)) == 0;
}

} // namespace supervisor
