#include "medusa/http_headers.hpp"

#include "medusa/http_chars.hpp"

namespace medusa {

std::optional<std::string_view> http_headers::find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < size_; ++i)
        if (at(i).name.size == name.size() && iequals(this->name(i), name)) return value(i);
    return std::nullopt;
}

std::string_view http_headers::get(std::string_view name,
                                   std::string_view otherwise) const noexcept {
    return find(name).value_or(otherwise);
}

std::size_t http_headers::count(std::string_view name) const noexcept {
    std::size_t found = 0;
    for (std::size_t i = 0; i < size_; ++i)
        found += iequals(this->name(i), name) ? 1 : 0;
    return found;
}

bool http_headers::list_contains(std::string_view name, std::string_view token) const noexcept {
    for (std::size_t i = 0; i < size_; ++i)
        if (iequals(this->name(i), name) && token_list_contains(value(i), token)) return true;
    return false;
}

bool iequals(std::string_view left, std::string_view right) noexcept {
    if (left.size() != right.size()) return false;
    if (left == right) return true; // nearly always, where they are equal at all
    for (std::size_t i = 0; i < left.size(); ++i)
        if (http_chars::lower(left[i]) != http_chars::lower(right[i])) return false;
    return true;
}

bool token_list_contains(std::string_view value, std::string_view token) noexcept {
    while (!value.empty()) {
        std::size_t comma = value.find(',');
        if (iequals(http_chars::trim(value.substr(0, comma)), token)) return true;
        if (comma == std::string_view::npos) return false;
        value.remove_prefix(comma + 1);
    }
    return false;
}

} // namespace medusa
