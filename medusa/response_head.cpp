#include "medusa/response_head.hpp"

#include "medusa/field_lines.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/message_framing.hpp"

#include <optional>

namespace medusa {

namespace {

using problem = std::optional<http_error>;

http_error bad(std::string_view why) {
    return {502, std::string(why)};
}

problem parse_status_line(response_head::parts& head, std::string_view line) {
    const std::size_t space = line.find(' ');
    if (parse_version(line.substr(0, space), head.version) || space == std::string_view::npos)
        return bad("no HTTP/1 in the status line");
    const std::string_view code = line.substr(space + 1, 3);
    if (code.size() != 3 || !http_chars::all(code, http_chars::digit) || code[0] < '1' ||
        code[0] > '5')
        return bad("malformed status code");
    head.status = (code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0');
    const std::string_view rest = line.substr(space + 4);
    if (rest.empty()) return std::nullopt; // often sent without the space
    if (rest[0] != ' ' || !http_chars::all(rest, http_chars::field))
        return bad("malformed status line");
    head.reason = {static_cast<std::uint32_t>(space + 5),
                   static_cast<std::uint32_t>(rest.size() - 1)};
    return std::nullopt;
}

problem decide_framing(response_head::parts& head, std::string_view method) {
    const bool coded = head.headers.has("Transfer-Encoding");
    const std::size_t lengths = head.headers.count("Content-Length");
    if (lengths > 1) return bad("more than one Content-Length");
    if (coded && lengths) return bad("both Transfer-Encoding and Content-Length");
    if (coded && head.version.minor == 0) return bad("Transfer-Encoding in HTTP/1.0");
    if (coded)
        if (const problem wrong = check_transfer_encoding(head.headers)) return bad(wrong->reason);
    std::uint64_t length = 0;
    if (lengths)
        if (const problem wrong = parse_content_length(head.headers.get("Content-Length"), length))
            return bad(wrong->reason);
    const bool bodiless = head.status < 200 || head.status == 204;
    if (bodiless && (coded || length > 0)) return bad("a body is announced that cannot be");
    if (bodiless || head.status == 304 || method == "HEAD") return std::nullopt;
    head.content_length = length;
    head.framing = coded     ? body_framing::chunked
                   : lengths ? body_framing::length
                             : body_framing::until_close;
    return std::nullopt;
}

problem parse(response_head::parts& head, std::string_view method, const head_limits& limits) {
    const std::string_view text = head.headers.text();
    const std::size_t line_end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, line_end);
    if (problem wrong = parse_status_line(head, line)) return wrong;
    if (line_end != std::string_view::npos) {
        if (text.substr(line_end, 2) != "\r\n" || line_end + 2 == text.size())
            return bad("line break that is not CRLF");
        if (const problem wrong = parse_field_lines(head.headers, line_end + 2, limits.max_fields))
            return bad(wrong->reason);
    }
    if (problem wrong = decide_framing(head, method)) return wrong;
    const bool kept =
        head.version.minor == 1 || head.headers.list_contains("Connection", "keep-alive");
    head.keep_alive = kept && !head.headers.list_contains("Connection", "close") &&
                      head.framing != body_framing::until_close;
    return std::nullopt;
}

} // namespace

std::variant<response_head, http_error>
parse_response_head(std::string_view method, std::string text, const head_limits& limits) {
    if (text.size() > limits.max_head) return bad("head too large");
    response_head::parts head;
    head.headers = http_headers(std::move(text));
    if (problem wrong = parse(head, method, limits)) return std::move(*wrong);
    return response_head(std::move(head));
}

} // namespace medusa
