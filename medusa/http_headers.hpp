#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medusa {

/// A piece of a text, by position: it stays true when the text is moved.
struct text_range {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
};

/// The fields of a message as they arrived: in order, a name as often as it was sent, looked up
/// without regard to case. Owns the text of the head; fields are ranges of it, and every view
/// handed out lives as long as this object stays where it is.
class http_headers {
public:
    http_headers() = default;
    explicit http_headers(std::string text) : text_(std::move(text)) {}

    const std::string& text() const noexcept { return text_; }
    std::string_view view(text_range range) const noexcept {
        return std::string_view(text_).substr(range.begin, range.size);
    }

    /// REQUIRES: both ranges lie within the text.
    void add(text_range name, text_range value) {
        if (size_ < first_.size())
            first_[size_] = {name, value};
        else
            more_.push_back({name, value});
        ++size_;
    }

    std::size_t size() const noexcept { return size_; }
    std::string_view name(std::size_t index) const noexcept { return view(at(index).name); }
    std::string_view value(std::size_t index) const noexcept { return view(at(index).value); }

    /// The value of the first field of that name.
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// The same, or `otherwise`.
    std::string_view get(std::string_view name, std::string_view otherwise = {}) const noexcept;
    std::size_t count(std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept { return find(name).has_value(); }
    /// True if one of the fields of that name lists the token.
    bool list_contains(std::string_view name, std::string_view token) const noexcept;

private:
    struct field {
        text_range name;
        text_range value;
    };

    const field& at(std::size_t index) const noexcept {
        return index < first_.size() ? first_[index] : more_[index - first_.size()];
    }

    std::string text_;
    std::size_t size_ = 0;
    std::array<field, 8> first_; // programs send no more, as a rule: these cost no allocation
    std::vector<field> more_;
};

/// Equal but for the case of ASCII letters.
bool iequals(std::string_view left, std::string_view right) noexcept;

/// True if a comma-separated list such as the value of Connection holds the token, in any case.
bool token_list_contains(std::string_view value, std::string_view token) noexcept;

} // namespace medusa
