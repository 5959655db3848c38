#include "medusa/chunk_parser.hpp"

#include "medusa/field_lines.hpp"
#include "medusa/http_chars.hpp"

#include <charconv>
#include <limits>

namespace medusa {

namespace {

using std::size_t;

size_t skip_blanks(std::string_view line, size_t at) noexcept {
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t'))
        ++at;
    return at;
}

// The position after a quoted-string that begins at `at`, or npos.
size_t skip_quoted(std::string_view line, size_t at) noexcept {
    for (++at; at < line.size() && http_chars::is(line[at], http_chars::field); ++at) {
        if (line[at] == '"') return at + 1;
        if (line[at] == '\\' &&
            (++at == line.size() || !http_chars::is(line[at], http_chars::field)))
            break;
    }
    return std::string_view::npos;
}

size_t skip_token(std::string_view line, size_t at) noexcept {
    const size_t end = http_chars::skip(line, at, http_chars::token);
    return end == at ? std::string_view::npos : end;
}

bool are_extensions(std::string_view line) noexcept {
    size_t at = 0;
    while (at < line.size()) {
        at = skip_blanks(line, at);
        if (at == line.size() || line[at] != ';') return false;
        at = skip_token(line, skip_blanks(line, at + 1));
        if (at == std::string_view::npos) return false;
        const size_t equals = skip_blanks(line, at);
        if (equals == line.size() || line[equals] != '=') continue;
        const size_t value = skip_blanks(line, equals + 1);
        const bool quoted = value < line.size() && line[value] == '"';
        at = quoted ? skip_quoted(line, value) : skip_token(line, value);
        if (at == std::string_view::npos) return false;
    }
    return true;
}

} // namespace

std::optional<std::uint64_t> parse_chunk_size(std::string_view line) noexcept {
    if (line.size() > max_chunk_line) return std::nullopt;
    std::uint64_t size = 0;
    auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (error != std::errc() || size > std::numeric_limits<std::int64_t>::max())
        return std::nullopt;
    if (!are_extensions(line.substr(static_cast<size_t>(end - line.data())))) return std::nullopt;
    return size;
}

std::optional<http_error> trailer_lines::add(std::string_view line) {
    if (fields_left_ == 0 || line.size() + 2 > bytes_left_)
        return http_error{431, "trailer too large"};
    --fields_left_;
    bytes_left_ -= line.size() + 2;
    if (line.empty()) return http_error{400, "empty trailer line"};
    http_headers field{std::string(line)};
    std::optional<http_error> wrong = parse_field_lines(field, 0, 1);
    // A second field can only be one hidden in this line: the channel cuts at every CRLF.
    if (wrong && wrong->status == 431) wrong = http_error{400, "line break in a trailer line"};
    return wrong;
}

} // namespace medusa
