#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace supervisor {

/// What the forms of a page send along to show that they are ours: another site can make a browser
/// send a form, but cannot read a page of ours to learn what belongs in it.
///
/// A token is a random number and a SipHash of it and of what the token is good for, with a key
/// that nobody but this object has, and that ends with it. So nothing is kept for a page; a token
/// made for one question is good for that alone; and no two pages have the same one, so that a page
/// that is compressed on its way tells nothing of the next one's.
class page_tokens {
public:
    /// Throws std::system_error when the kernel gives no random bytes.
    page_tokens();

    /// 32 hex digits.
    std::string make(std::string_view good_for) const;

    /// Whether `token` was made here for that. Takes the same time whichever digit is wrong.
    bool check(std::string_view token, std::string_view good_for) const;

private:
    std::uint64_t mark(std::uint64_t number, std::string_view good_for) const;

    std::array<std::uint64_t, 2> key_{};
};

} // namespace supervisor
