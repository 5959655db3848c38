#include "medusa/percent.hpp"

#include "medusa/http_chars.hpp"

namespace medusa {

namespace {

bool is_encoded(std::string_view text, std::size_t at) noexcept {
    return at + 2 < text.size() && http_chars::is(text[at + 1], http_chars::hex) &&
           http_chars::is(text[at + 2], http_chars::hex);
}

char decoded(std::string_view text, std::size_t at) noexcept {
    return static_cast<char>(http_chars::hex_value(text[at + 1]) * 16 +
                             http_chars::hex_value(text[at + 2]));
}

std::string form_decode(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            plain += ' ';
        } else if (text[i] == '%' && is_encoded(text, i)) {
            plain += decoded(text, i);
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

std::string_view entity(char c) noexcept {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#x27;";
    default:
        return {};
    }
}

} // namespace

std::optional<std::string> percent_decode(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i];
            continue;
        }
        if (!is_encoded(text, i)) return std::nullopt;
        plain += decoded(text, i);
        i += 2;
    }
    return plain;
}

std::string percent_encode(std::string_view text, std::string_view safe) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (char c : text) {
        if (http_chars::is(c, http_chars::unreserved) || safe.find(c) != std::string_view::npos) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

form_parameters parse_form(std::string_view text) {
    form_parameters parameters;
    while (!text.empty()) {
        const std::size_t end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        parameters.emplace_back(form_decode(pair.substr(0, equals)),
                                equals == std::string_view::npos
                                    ? std::string()
                                    : form_decode(pair.substr(equals + 1)));
    }
    return parameters;
}

std::optional<std::string_view> find_parameter(const form_parameters& parameters,
                                               std::string_view name) noexcept {
    for (const auto& [key, value] : parameters)
        if (key == name) return value;
    return std::nullopt;
}

std::string html_escape(std::string_view text) {
    std::string escaped;
    append_html_escaped(escaped, text);
    return escaped;
}

void append_html_escaped(std::string& out, std::string_view text) {
    for (char c : text) {
        const std::string_view instead = entity(c);
        if (instead.empty())
            out += c;
        else
            out += instead;
    }
}

} // namespace medusa
