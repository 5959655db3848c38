#include "medusa/field_lines.hpp"

#include "medusa/eight_bytes.hpp"
#include "medusa/http_chars.hpp"

namespace medusa {

namespace {

text_range range(std::size_t begin, std::size_t end) noexcept {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
}

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

http_error bad_name(std::string_view text, std::size_t line, std::size_t stop) {
    if (line < text.size() && is_blank(text[line])) return {400, "folded header line"};
    if (stop < text.size() && is_blank(text[stop])) return {400, "space in or after a header name"};
    if (stop == text.size() || text[stop] == '\r' || text[stop] == '\n')
        return {400, "header line without a colon"};
    return {400, "bad character in a header name"};
}

} // namespace

std::size_t skip_field_text(std::string_view text, std::size_t at) noexcept {
    while (text.size() - at >= 8) {
        const eight_bytes next(text.data() + at);
        if (next.any_below(0x20) || next.any_is('\x7f')) break;
        at += 8;
    }
    return http_chars::skip(text, at, http_chars::field);
}

std::optional<http_error> parse_field_lines(http_headers& headers, std::size_t from,
                                            std::size_t max_fields) {
    const std::string_view text = headers.text();
    std::size_t at = from;
    while (at < text.size()) {
        const std::size_t line = at;
        at = http_chars::skip(text, at, http_chars::token);
        if (at == line || at == text.size() || text[at] != ':') return bad_name(text, line, at);
        const std::size_t colon = at++;
        while (at < text.size() && is_blank(text[at]))
            ++at;
        const std::size_t value = at;
        at = skip_field_text(text, at);
        std::size_t end = at;
        while (end > value && is_blank(text[end - 1]))
            --end;
        if (at < text.size()) {
            if (text[at] != '\r' || at + 1 == text.size() || text[at + 1] != '\n')
                return http_error{400, "control character in a header value"};
            at += 2;
            if (at == text.size()) return http_error{400, "empty header line"};
        }
        if (headers.size() == max_fields)
            return http_error{431, "more than " + std::to_string(max_fields) + " header fields"};
        headers.add(range(line, colon), range(value, end));
    }
    return std::nullopt;
}

} // namespace medusa
