// A request head given to our parser and to llhttp, Node's. Where they differ a rule must say why.

#include "medusa/http_parser.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <llhttp/llhttp.h>

namespace {

// What llhttp made of a head.
struct other_head {
    bool complete = false;
    std::string url;
    std::vector<std::string> names;
    std::vector<std::string> values;
    bool in_value = true;
};

other_head& of(llhttp_t* parser) {
    return *static_cast<other_head*>(parser->data);
}

int on_url(llhttp_t* parser, const char* at, std::size_t size) {
    of(parser).url.append(at, size);
    return 0;
}

int on_name(llhttp_t* parser, const char* at, std::size_t size) {
    other_head& head = of(parser);
    if (head.in_value) {
        head.names.emplace_back();
        head.values.emplace_back();
    }
    head.in_value = false;
    head.names.back().append(at, size);
    return 0;
}

int on_value(llhttp_t* parser, const char* at, std::size_t size) {
    other_head& head = of(parser);
    head.in_value = true;
    if (!head.values.empty()) head.values.back().append(at, size);
    return 0;
}

int on_value_complete(llhttp_t* parser) {
    of(parser).in_value = true;
    return 0;
}

int on_complete(llhttp_t* parser) {
    of(parser).complete = true;
    return HPE_PAUSED;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    return text;
}

bool knows_method(std::string_view method) {
    for (int i = 0; i < 64; ++i) {
        if (i > HTTP_SOURCE) break;
        if (method == llhttp_method_name(static_cast<llhttp_method_t>(i))) return true;
    }
    return false;
}

[[noreturn]] void fail(const char* what, std::string_view input, std::string_view more = "") {
    std::fprintf(stderr, "difference: %s: %.*s\nin: %.*s\n", what, static_cast<int>(more.size()),
                 more.data(), static_cast<int>(input.size()), input.data());
    std::abort();
}

// Whether a field that frames the body has a tab beside its value, which is whitespace here and
// none there.
bool has_tab_beside_framing(const medusa::http_headers& fields) {
    const std::string_view text = fields.text();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!medusa::iequals(fields.name(i), "Content-Length") &&
            !medusa::iequals(fields.name(i), "Transfer-Encoding"))
            continue;
        const auto begin = static_cast<std::size_t>(fields.name(i).data() - text.data());
        if (text.substr(begin, text.find('\r', begin) - begin).find('\t') != text.npos) return true;
    }
    return false;
}

// Heads that llhttp refuses and we take: it knows a list of methods, and versions up to its own.
bool may_refuse(const medusa::request_head& ours, std::string_view input) {
    if (!knows_method(ours.method()) || has_tab_beside_framing(ours.headers())) return true;
    const std::size_t line_end = std::min(input.find("\r\n", 2), input.size());
    const std::string_view version = input.substr(line_end < 3 ? 0 : line_end - 3, 3);
    return version != "1.0" && version != "1.1";
}

// Heads that llhttp takes and we refuse, by the reason we give; `where` must be in the head.
struct strictness {
    std::string_view reason;
    std::string_view because;
    std::string_view where = {};
};
constexpr strictness stricter[] = {
    {"no Host", "Host is the server's business there"},
    {"more than one Host", "Host is the server's business there"},
    {"malformed Host", "Host is the server's business there"},
    {"request target too long", "limits are the server's business there"},
    {"request head too large", "limits are the server's business there"},
    {"more than 100 header fields", "limits are the server's business there"},
    {"expectation other than 100-continue", "Expect is the server's business there"},
    {"CONNECT is not implemented", "methods are the server's business there"},
    {"HTTP version is not 1", "0.9 and 2.0 are known there"},
    {"bad character in the request target", "any visible character may stand there"},
    {"request target * with a method other than OPTIONS", "the target's form is not tied to it"},
    {"request target is neither a path nor an http URI", "any scheme will do there"},
    {"bad authority in the request target", "userinfo may stand there"},
    {"bad percent-encoding in the path", "a path is not decoded there"},
    {"NUL in the path", "a path is not decoded there"},
    {"empty header line", "an input that holds the end of its head"},
    {"malformed request line", "spaces and empty lines may come before it there"},
    {"request line without an HTTP version", "a line of two words is HTTP/0.9 there"},
    {"malformed HTTP version", "an LF may end the line there"},
    {"CR without LF in the request line", "an LF may end the line there"},
    {"Content-Length too large", "64 bits are taken there, and not 63"},
    {"folded header line", "folds are taken there"},
    {"space in or after a header name", "against RFC 9112 5.1, spaces are taken there"},
    {"bad character in a header name", "a name may be empty there", "\n:"},
    {"header line without a colon", "an LF ends a line there", "\n"},
    {"control character in a header value", "an LF ends a line there", "\n"},
    {"Transfer-Encoding does not end in one chunked", "codings are not counted there"},
    {"Transfer-Encoding other than chunked", "other codings are the server's business there"},
    {"Transfer-Encoding in HTTP/1.0", "it is taken there"},
};

void check_taken_by_both(const medusa::request_head& ours, const other_head& theirs,
                         const llhttp_t& parser, std::string_view input) {
    if (ours.method() != llhttp_method_name(static_cast<llhttp_method_t>(parser.method)))
        fail("method", input, ours.method());
    if (ours.target() != theirs.url) fail("target", input, theirs.url);
    if (ours.version().minor != parser.http_minor) fail("version", input);
    if (ours.headers().size() != theirs.names.size()) fail("number of fields", input);
    for (std::size_t i = 0; i < theirs.names.size(); ++i) {
        if (ours.headers().name(i) != theirs.names[i]) fail("name", input, theirs.names[i]);
        if (ours.headers().value(i) != trimmed(theirs.values[i]))
            fail("value", input, theirs.values[i]);
    }
    const bool chunked = (parser.flags & F_CHUNKED) != 0;
    if ((ours.framing() == medusa::body_framing::chunked) != chunked) fail("chunked", input);
    if (!chunked && ours.content_length() != parser.content_length) fail("length", input);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    if (input.find("\r\n\r\n") != std::string::npos) return 0; // the channel cuts there

    static const llhttp_settings_t settings = [] {
        llhttp_settings_t made;
        llhttp_settings_init(&made);
        made.on_url = on_url;
        made.on_header_field = on_name;
        made.on_header_value = on_value;
        made.on_header_value_complete = on_value_complete;
        made.on_headers_complete = on_complete;
        return made;
    }();
    llhttp_t parser;
    other_head theirs;
    llhttp_init(&parser, HTTP_REQUEST, &settings);
    parser.data = &theirs;
    const std::string whole = input + "\r\n\r\n";
    llhttp_execute(&parser, whole.data(), whole.size());

    const auto ours = medusa::parse_request_head(input);
    if (const auto* error = std::get_if<medusa::http_error>(&ours)) {
        if (theirs.complete &&
            std::none_of(std::begin(stricter), std::end(stricter), [&](const strictness& rule) {
                return rule.reason == error->reason && input.find(rule.where) != std::string::npos;
            }))
            fail("only we refuse", input, error->reason);
        return 0;
    }
    const auto& head = std::get<medusa::request_head>(ours);
    if (theirs.complete)
        check_taken_by_both(head, theirs, parser, input);
    else if (!may_refuse(head, input))
        fail("only llhttp refuses", input, llhttp_get_error_reason(&parser));
    return 0;
}
