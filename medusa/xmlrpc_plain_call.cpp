#include "medusa/xmlrpc_plain_call.hpp"

#include "medusa/http_chars.hpp"

#include <charconv>
#include <cstdint>
#include <string>

namespace medusa {

namespace {

bool take(std::string_view& rest, std::string_view text) noexcept {
    if (!rest.starts_with(text)) return false;
    rest.remove_prefix(text.size());
    return true;
}

// The same, with white space before it.
bool take_next(std::string_view& rest, std::string_view text) noexcept {
    while (!rest.empty() &&
           (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\r' || rest[0] == '\n'))
        rest.remove_prefix(1);
    return take(rest, text);
}

template <class IsOfIt>
std::string_view take_while(std::string_view& rest, IsOfIt is_of_it) noexcept {
    std::size_t size = 0;
    while (size < rest.size() && is_of_it(rest[size]))
        ++size;
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
}

// Letters, digits, "." and "_": none of them means anything in XML.
bool is_of_name(char c) noexcept {
    // Of these the hyphen and the tilde are in no method's name where documents are read strictly.
    return http_chars::is(c, http_chars::unreserved) && c != '-' && c != '~';
}

// ">" is text, but not behind "]]".
bool is_text(char c) noexcept {
    return c >= ' ' && c < '\x7f' && c != '&' && c != '<' && c != '>';
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

std::optional<xmlrpc_value> take_integer(std::string_view& rest) noexcept {
    const char* const begin = rest.data();
    take(rest, "-");
    take_while(rest, is_digit);
    std::int32_t number = 0;
    const auto read = std::from_chars(begin, rest.data(), number);
    if (read.ec != std::errc() || read.ptr != rest.data()) return std::nullopt;
    return number;
}

// What stands in a <value>, and its end.
std::optional<xmlrpc_value> take_scalar(std::string_view& rest) {
    const auto ended_by = [&rest](std::optional<xmlrpc_value> value, std::string_view type_end) {
        if (!take(rest, type_end) || !take_next(rest, "</value>")) value.reset();
        return value;
    };
    if (take(rest, "<string>"))
        return ended_by(std::string(take_while(rest, is_text)), "</string>");
    if (take(rest, "<int>")) return ended_by(take_integer(rest), "</int>");
    if (take(rest, "<i4>")) return ended_by(take_integer(rest), "</i4>");
    if (take(rest, "<boolean>1</boolean>")) return ended_by(true, "");
    if (take(rest, "<boolean>0</boolean>")) return ended_by(false, "");
    return std::nullopt;
}

// Up to the end of <params>.
bool take_params(std::string_view& rest, xmlrpc_array& params) {
    while (take_next(rest, "<param>")) {
        if (!take_next(rest, "<value>")) return false;
        auto value = take_scalar(rest);
        if (!value || !take_next(rest, "</param>")) return false;
        params.push_back(std::move(*value));
    }
    return take_next(rest, "</params>");
}

} // namespace

std::optional<xmlrpc_request> read_plain_call(std::string_view document) {
    if (!take(document, "<?xml version='1.0'?>")) take(document, "<?xml version=\"1.0\"?>");
    if (!take_next(document, "<methodCall>") || !take_next(document, "<methodName>"))
        return std::nullopt;
    const std::string_view name = take_while(document, is_of_name);
    if (name.empty() || !take(document, "</methodName>")) return std::nullopt;
    std::optional<xmlrpc_request> call(std::in_place);
    const bool none_said = take_next(document, "<params/>");
    if (!none_said && take_next(document, "<params>") && !take_params(document, call->params))
        return std::nullopt;
    if (!take_next(document, "</methodCall>") || !take_next(document, "") || !document.empty())
        return std::nullopt;
    call->method = name;
    return call;
}

} // namespace medusa
