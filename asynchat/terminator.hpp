#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace asynchat {

/// What ends a piece of input: a string, a number of bytes, or nothing. A value.
class terminator {
public:
    /// Nothing: all input is collected as it comes.
    terminator() noexcept = default;

    /// An empty string is the same as nothing, as in Python.
    explicit terminator(std::string ends)
        : ends_(std::move(ends)), kind_(ends_.empty() ? kind::none : kind::string) {}

    /// So many bytes from here. Zero is the same as nothing, as in Python.
    explicit terminator(std::size_t count) noexcept
        : count_(count), kind_(count ? kind::count : kind::none) {}

    bool is_none() const noexcept { return kind_ == kind::none; }
    bool is_string() const noexcept { return kind_ == kind::string; }
    bool is_count() const noexcept { return kind_ == kind::count; }

    const std::string& string() const noexcept { return ends_; }
    /// The bytes still to come.
    std::size_t count() const noexcept { return count_; }

    /// What a look at input finds: `collect` bytes belong to the piece, then `skip` bytes are the
    /// terminator itself; `found` tells whether the piece is complete. Bytes past collect + skip
    /// are not decided yet: they may be the beginning of the terminator.
    struct match {
        std::size_t collect = 0;
        std::size_t skip = 0;
        bool found = false;
    };

    /// Looks at `input` and, for a count, takes off what it will collect.
    match consume(std::string_view input) noexcept;

private:
    enum class kind : unsigned char { none, string, count };

    std::string ends_;
    std::size_t count_ = 0;
    kind kind_ = kind::none;
};

/// The length of the longest end of `haystack` that is a proper beginning of `needle`.
/// Source: CPython's asynchat.find_prefix_at_end.
std::size_t find_prefix_at_end(std::string_view haystack, std::string_view needle) noexcept;

} // namespace asynchat
