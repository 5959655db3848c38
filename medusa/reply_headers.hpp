#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace medusa {

/// The fields of an answer being built, kept in the order they were set, as the very lines that
/// will be sent: an answer has a handful of fields, so looking through them costs less than
/// keeping them apart would.
///
/// A name that is no token, or a value with CR, LF, NUL or another control character in it, is
/// refused with std::invalid_argument: text of the request may end up in a value, and must not
/// become a line of its own.
class reply_headers {
public:
    /// Replaces the field of that name where it stands, and any more of them, or adds it at the
    /// end. Views of values are void afterwards.
    void set(std::string_view name, std::string_view value);
    /// Adds a field beside those of the same name, as Set-Cookie needs.
    void add(std::string_view name, std::string_view value);
    /// The same for Content-Length, which needs no looking at.
    void add_content_length(std::size_t length);
    /// Sets each of the fields of `others`.
    void set(const reply_headers& others);
    /// Removes every field of that name.
    void remove(std::string_view name) noexcept;
    void clear() noexcept { lines_.clear(); }

    bool has(std::string_view name) const noexcept { return find(name).has_value(); }
    /// The value of the first field of that name.
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// Bytes that append_to() appends.
    std::size_t size() const noexcept { return lines_.size(); }
    bool empty() const noexcept { return lines_.empty(); }

    /// Appends "Name: value\r\n" for each field; the empty line that ends a head is the caller's.
    void append_to(std::string& head) const { head += lines_; }
    /// The same, but for those that `set_otherwise` has, too.
    void append_to(std::string& head, const reply_headers& set_otherwise) const;

private:
    struct line {
        std::size_t begin;
        std::size_t value;
        std::size_t end; // past the CRLF
    };
    std::optional<line> locate(std::string_view name, std::size_t from) const noexcept;

    std::string lines_;
};

} // namespace medusa
