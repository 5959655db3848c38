#include "medusa/message_framing.hpp"

#include "medusa/http_chars.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace medusa {

namespace {

http_error bad(std::string_view why) {
    return {400, std::string(why)};
}

} // namespace

std::optional<http_error> parse_version(std::string_view text, http_version& version) {
    if (text.size() != 8 || text.substr(0, 5) != "HTTP/" || text[6] != '.' ||
        !http_chars::is(text[5], http_chars::digit) || !http_chars::is(text[7], http_chars::digit))
        return bad("malformed HTTP version");
    version = {text[5] - '0', text[7] - '0'};
    if (version.major != 1) return http_error{505, "HTTP version is not 1"};
    version.minor = std::min(version.minor, 1); // a later minor version is read as ours
    return std::nullopt;
}

std::optional<http_error> parse_content_length(std::string_view value, std::uint64_t& length) {
    if (value.empty() || !http_chars::all(value, http_chars::digit))
        return bad("malformed Content-Length");
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (error != std::errc() || length > std::numeric_limits<std::int64_t>::max())
        return bad("Content-Length too large");
    return std::nullopt;
}

std::optional<http_error> check_transfer_encoding(const http_headers& headers) {
    std::size_t codings = 0;
    std::size_t chunked = 0;
    bool last_is_chunked = false;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        if (!iequals(headers.name(i), "Transfer-Encoding")) continue;
        std::string_view list = headers.value(i);
        for (bool more = true; more; ++codings) {
            const std::size_t comma = list.find(',');
            last_is_chunked = iequals(http_chars::trim(list.substr(0, comma)), "chunked");
            chunked += last_is_chunked ? 1 : 0;
            more = comma != std::string_view::npos;
            list.remove_prefix(more ? comma + 1 : list.size());
        }
    }
    if (!last_is_chunked || chunked > 1)
        return bad("Transfer-Encoding does not end in one chunked");
    if (codings > 1) return http_error{501, "Transfer-Encoding other than chunked"};
    return std::nullopt;
}

} // namespace medusa
