#include "medusa/xmlrpc_plain_call.hpp"

#include "medusa/http_chars.hpp"

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

bool is_of_name(char c) noexcept {
    // Of these the hyphen and the tilde are in no method's name where documents are read strictly.
    return http_chars::is(c, http_chars::unreserved) && c != '-' && c != '~';
}

// Letters, digits, "." and "_": none of them means anything in XML.
std::string_view take_name(std::string_view& rest) noexcept {
    std::size_t size = 0;
    while (size < rest.size() && is_of_name(rest[size]))
        ++size;
    const std::string_view name = rest.substr(0, size);
    rest.remove_prefix(size);
    return name;
}

} // namespace

std::optional<std::string_view> read_plain_call(std::string_view document) noexcept {
    if (!take(document, "<?xml version='1.0'?>")) take(document, "<?xml version=\"1.0\"?>");
    if (!take_next(document, "<methodCall>") || !take_next(document, "<methodName>"))
        return std::nullopt;
    const std::string_view name = take_name(document);
    if (name.empty() || !take(document, "</methodName>")) return std::nullopt;
    const bool none_said = take_next(document, "<params/>");
    if (!none_said && take_next(document, "<params>") && !take_next(document, "</params>"))
        return std::nullopt;
    if (!take_next(document, "</methodCall>") || !take_next(document, "") || !document.empty())
        return std::nullopt;
    return name;
}

} // namespace medusa
