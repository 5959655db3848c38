#include "medusa/content_coding.hpp"

#include "medusa/http_chars.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace medusa {

namespace {

// In thousandths; nothing for what is no weight.
std::optional<int> weight(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return {};
    if (text.size() > 1 && text[1] != '.') return {};
    int value = (text[0] - '0') * 1000;
    int place = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (!http_chars::is(c, http_chars::digit)) return {};
        value += (c - '0') * place;
        place /= 10;
    }
    if (value > 1000) return {};
    return value;
}

struct weights {
    std::optional<int> gzip;
    std::optional<int> identity;
    std::optional<int> any;

    void read(std::string_view element) {
        const std::size_t semicolon = std::min(element.find(';'), element.size());
        const std::string_view name = http_chars::trim(element.substr(0, semicolon));
        std::string_view rest = element.substr(semicolon);
        std::optional<int> value = 1000;
        if (!rest.empty()) {
            rest = http_chars::trim(rest.substr(1));
            if (rest.size() < 2 || http_chars::lower(rest[0]) != 'q' || rest[1] != '=') return;
            value = weight(rest.substr(2));
        }
        if (!value) return;
        if (iequals(name, "gzip") || iequals(name, "x-gzip"))
            gzip = value;
        else if (iequals(name, "identity"))
            identity = value;
        else if (name == "*")
            any = value;
    }
};

} // namespace

std::optional<content_coding> choose_coding(const http_headers& fields, bool gzip_there) {
    weights asked;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!iequals(fields.name(i), "Accept-Encoding")) continue;
        std::string_view list = fields.value(i);
        while (!list.empty()) {
            const std::size_t comma = std::min(list.find(','), list.size());
            asked.read(list.substr(0, comma));
            list.remove_prefix(std::min(comma + 1, list.size()));
        }
    }
    const int gzip = gzip_there ? asked.gzip.value_or(asked.any.value_or(0)) : 0;
    // Not named, it is taken unless everything else is refused, and liked least.
    const int identity = asked.identity.value_or(asked.any == 0 ? 0 : 1);
    if (gzip > 0 && gzip >= identity) return content_coding::gzip;
    if (identity > 0) return content_coding::identity;
    return {};
}

} // namespace medusa
