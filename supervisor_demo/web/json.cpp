#include "supervisor_demo/web/json.hpp"

#include "medusa/utf8.hpp"

#include <cmath>

namespace supervisor {

void json_writer::separate() {
    if (comma_) text_ += ',';
    comma_ = true;
}

json_writer& json_writer::open(char bracket) {
    separate();
    text_ += bracket;
    comma_ = false;
    return *this;
}

json_writer& json_writer::close(char bracket) {
    text_ += bracket;
    comma_ = true;
    return *this;
}

json_writer& json_writer::raw(std::string_view token) {
    separate();
    text_ += token;
    return *this;
}

json_writer& json_writer::key(std::string_view name) {
    value(name);
    text_ += ':';
    comma_ = false;
    return *this;
}

json_writer& json_writer::value(std::int64_t number) {
    return raw(std::to_string(number));
}

json_writer& json_writer::tenths(double number) {
    const auto all = static_cast<std::int64_t>(std::llround(number * 10));
    raw(all < 0 ? "-" : "");
    const std::int64_t size = all < 0 ? -all : all;
    text_ += std::to_string(size / 10);
    text_ += '.';
    text_ += static_cast<char>('0' + size % 10);
    return *this;
}

json_writer& json_writer::value(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    separate();
    text_ += '"';
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == '"' || byte == '\\') {
            text_ += '\\';
            text_ += text[at++];
        } else if (byte < 0x20 || byte == 0x7f) {
            text_ += "\\u00";
            text_ += digits[byte >> 4];
            text_ += digits[byte & 15];
            ++at;
        } else if (byte < 0x80) {
            text_ += text[at++];
        } else {
            const medusa::utf8_piece piece = medusa::utf8_at(text, at);
            text_ += piece.valid ? text.substr(at, piece.size) : "\xef\xbf\xbd";
            at += piece.size;
        }
    }
    text_ += '"';
    return *this;
}

} // namespace supervisor
