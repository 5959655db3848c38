#include "medusa/http_parser.hpp"

#include "medusa/field_lines.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/message_framing.hpp"
#include "medusa/percent.hpp"
#include "medusa/request_target.hpp"

namespace medusa {

namespace {

using problem = std::optional<http_error>;

http_error bad(std::string_view why) {
    return {400, std::string(why)};
}

text_range range_of(std::string_view whole, std::string_view part) noexcept {
    return {static_cast<std::uint32_t>(part.empty() ? 0 : part.data() - whole.data()),
            static_cast<std::uint32_t>(part.size())};
}

problem parse_target(request_head::parts& head, std::string_view method, std::string_view target,
                     const head_limits& limits) {
    if (target.size() > limits.max_target) return http_error{414, "request target too long"};
    auto parsed = parse_request_target(method, target, limits.obs_text_in_target);
    if (auto* error = std::get_if<http_error>(&parsed)) return std::move(*error);
    const auto& parts = std::get<request_target>(parsed);
    if (parts.path.find('%') == std::string_view::npos) {
        head.path.assign(parts.path);
    } else {
        std::optional<std::string> decoded = percent_decode(parts.path);
        if (!decoded) return bad("bad percent-encoding in the path");
        if (decoded->find('\0') != std::string::npos) return bad("NUL in the path");
        head.path = std::move(*decoded);
    }
    head.target = range_of(head.headers.text(), target);
    head.query = range_of(head.headers.text(), parts.query);
    if (parts.authority) head.host.assign(*parts.authority);
    return std::nullopt;
}

problem parse_request_line(request_head::parts& head, std::string_view line,
                           const head_limits& limits) {
    const std::size_t method_end = http_chars::skip(line, 0, http_chars::token);
    if (method_end == 0 || method_end == line.size() || line[method_end] != ' ')
        return bad("malformed request line");
    // The first space ends the target, so that a second one is left over for the version to refuse.
    const std::size_t target_end = line.find(' ', method_end + 1);
    if (target_end == std::string_view::npos)
        return line.size() > limits.max_target ? http_error{414, "request target too long"}
                                               : bad("request line without an HTTP version");
    const std::string_view method = line.substr(0, method_end);
    if (problem wrong = parse_version(line.substr(target_end + 1), head.version)) return wrong;
    head.method = range_of(head.headers.text(), method);
    return parse_target(head, method, line.substr(method_end + 1, target_end - method_end - 1),
                        limits);
}

// The fields that say where the request ends and to whom it is sent.
struct known_fields {
    std::size_t hosts = 0;
    std::size_t lengths = 0;
    std::string_view host;
    std::string_view length;
    bool transfer_encoding = false;
    bool connection = false;
    bool expect = false;
};

known_fields look_through(const http_headers& headers) noexcept {
    known_fields known;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const std::string_view name = headers.name(i);
        switch (name.size()) {
        case 4:
            if (iequals(name, "Host")) {
                ++known.hosts;
                known.host = headers.value(i);
            }
            break;
        case 6:
            known.expect |= iequals(name, "Expect");
            break;
        case 10:
            known.connection |= iequals(name, "Connection");
            break;
        case 14:
            if (iequals(name, "Content-Length")) {
                ++known.lengths;
                known.length = headers.value(i);
            }
            break;
        case 17:
            known.transfer_encoding |= iequals(name, "Transfer-Encoding");
            break;
        default:
            break;
        }
    }
    return known;
}

problem decide_host(request_head::parts& head, const known_fields& known) {
    if (known.hosts > 1) return bad("more than one Host");
    if (known.hosts == 0 && head.version.minor == 1) return bad("no Host");
    if (!is_host(known.host)) return bad("malformed Host");
    if (head.host.empty()) // else the absolute form has named it (RFC 9112 3.2.2)
        head.host.assign(known.host);
    return std::nullopt;
}

problem decide_framing(request_head::parts& head, const known_fields& known) {
    if (known.lengths > 1) return bad("more than one Content-Length");
    if (known.transfer_encoding) {
        if (known.lengths) return bad("both Transfer-Encoding and Content-Length");
        if (head.version.minor == 0) return bad("Transfer-Encoding in HTTP/1.0");
        head.framing = body_framing::chunked;
        return check_transfer_encoding(head.headers);
    }
    if (known.lengths) {
        head.framing = body_framing::length;
        return parse_content_length(known.length, head.content_length);
    }
    return std::nullopt;
}

problem decide_expectation(request_head::parts& head, const known_fields& known) {
    if (!known.expect || head.version.minor == 0) return std::nullopt;
    for (std::size_t i = 0; i < head.headers.size(); ++i)
        if (iequals(head.headers.name(i), "Expect") &&
            !iequals(head.headers.value(i), "100-continue"))
            return http_error{417, "expectation other than 100-continue"};
    head.expect_continue = true;
    return std::nullopt;
}

void decide_keep_alive(request_head::parts& head, const known_fields& known) noexcept {
    head.keep_alive = head.version.minor == 1;
    if (!known.connection) return;
    if (head.headers.list_contains("Connection", "close"))
        head.keep_alive = false;
    else if (head.version.minor == 0)
        head.keep_alive = head.headers.list_contains("Connection", "keep-alive");
}

problem parse(request_head::parts& head, const head_limits& limits) {
    const std::string_view text = head.headers.text();
    const std::size_t begin = text.substr(0, 2) == "\r\n" ? 2 : 0;
    const std::size_t line_end = text.find('\r', begin);
    if (line_end != std::string_view::npos && text.substr(line_end, 2) != "\r\n")
        return bad("CR without LF in the request line");
    if (problem wrong = parse_request_line(head, text.substr(begin, line_end - begin), limits))
        return wrong;
    if (line_end != std::string_view::npos) {
        if (line_end + 2 == text.size()) return bad("empty header line");
        if (problem wrong = parse_field_lines(head.headers, line_end + 2, limits.max_fields))
            return wrong;
    }
    const known_fields known = look_through(head.headers);
    if (problem wrong = decide_host(head, known)) return wrong;
    if (problem wrong = decide_framing(head, known)) return wrong;
    if (problem wrong = decide_expectation(head, known)) return wrong;
    decide_keep_alive(head, known);
    return std::nullopt;
}

} // namespace

std::optional<http_error> read_request_head(request_head& head, std::string text,
                                            const head_limits& limits) {
    if (text.size() > limits.max_head) return head_too_large(text, limits);
    head.parts_.headers = http_headers(std::move(text));
    return parse(head.parts_, limits);
}

std::variant<request_head, http_error> parse_request_head(std::string text,
                                                          const head_limits& limits) {
    request_head head;
    if (problem wrong = read_request_head(head, std::move(text), limits)) return std::move(*wrong);
    return head;
}

std::optional<http_error> check_request_line(std::string_view beginning,
                                             const head_limits& limits) {
    const std::size_t begin = beginning.starts_with("\r\n") ? 2 : 0;
    const std::size_t end = beginning.find("\r\n", begin);
    if (end == std::string_view::npos) return std::nullopt;
    request_head::parts head;
    head.headers = http_headers(std::string(beginning.substr(begin, end - begin)));
    return parse_request_line(head, head.headers.text(), limits);
}

http_error head_too_large(std::string_view received, const head_limits& limits) {
    const bool line_fits = received.find("\r\n", 2) <= limits.max_target;
    return line_fits ? http_error{431, "request head too large"}
                     : http_error{414, "request line too long"};
}

} // namespace medusa
