#include "medusa/reply_headers.hpp"

#include "medusa/field_lines.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/http_headers.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <iterator>
#include <stdexcept>

namespace medusa {

namespace {

// Most answers' fields.
constexpr std::size_t usual_size = 160;

void check(std::string_view name, std::string_view value) {
    if (name.empty() || !http_chars::all(name, http_chars::token))
        throw std::invalid_argument("not a header name: " + std::string(name));
    if (skip_field_text(value, 0) != value.size())
        throw std::invalid_argument("control character in header " + std::string(name));
}

} // namespace

void reply_headers::set(std::string_view name, std::string_view value) {
    std::optional<line> first = locate(name, 0);
    if (!first) return add(name, value);
    check(name, value);
    lines_.replace(first->value, first->end - 2 - first->value, value);
    std::size_t after = first->value + value.size() + 2;
    while (std::optional<line> more = locate(name, after))
        lines_.erase(more->begin, more->end - more->begin);
}

void reply_headers::add(std::string_view name, std::string_view value) {
    check(name, value);
    const std::size_t begin = lines_.size();
    const std::size_t size = name.size() + value.size() + 4; // with what stands around the value
    if (lines_.empty()) lines_.reserve(std::max(usual_size, size));
    lines_.append(size, '\n');
    char* const line_text = lines_.data() + begin;
    name.copy(line_text, name.size());
    std::memcpy(line_text + name.size(), ": ", 2);
    value.copy(line_text + name.size() + 2, value.size());
    line_text[size - 2] = '\r';
}

void reply_headers::add_content_length(std::size_t length) {
    constexpr std::string_view name = "Content-Length: ";
    char line_text[name.size() + 20 + 2]; // the most digits there are, and the line's end
    name.copy(line_text, name.size());
    char* end = std::to_chars(line_text + name.size(), std::end(line_text), length).ptr;
    *end++ = '\r';
    *end++ = '\n';
    if (lines_.empty()) lines_.reserve(usual_size);
    lines_.append(line_text, end);
}

void reply_headers::set(const reply_headers& others) {
    if (lines_.empty()) { // nearly always
        lines_ = others.lines_;
        return;
    }
    std::string_view rest = others.lines_;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n') + 1;
        const std::size_t colon = rest.find(':');
        set(rest.substr(0, colon), rest.substr(colon + 2, end - colon - 4));
        rest.remove_prefix(end);
    }
}

void reply_headers::remove(std::string_view name) noexcept {
    while (std::optional<line> found = locate(name, 0))
        lines_.erase(found->begin, found->end - found->begin);
}

std::optional<std::string_view> reply_headers::find(std::string_view name) const noexcept {
    std::optional<line> found = locate(name, 0);
    if (!found) return std::nullopt;
    return std::string_view(lines_).substr(found->value, found->end - 2 - found->value);
}

void reply_headers::append_to(std::string& head, const reply_headers& set_otherwise) const {
    const std::string_view lines = lines_;
    for (std::size_t from = 0; from < lines.size();) {
        const std::size_t end = lines.find('\n', from) + 1;
        if (!set_otherwise.has(lines.substr(from, lines.find(':', from) - from)))
            head.append(lines.substr(from, end - from));
        from = end;
    }
}

std::optional<reply_headers::line> reply_headers::locate(std::string_view name,
                                                         std::size_t from) const noexcept {
    const std::string_view lines = lines_;
    while (from < lines.size()) {
        const std::size_t end = lines.find('\n', from) + 1;
        const std::size_t colon = lines.find(':', from);
        if (colon - from == name.size() && iequals(lines.substr(from, name.size()), name))
            return line{from, from + name.size() + 2, end};
        from = end;
    }
    return std::nullopt;
}

} // namespace medusa
