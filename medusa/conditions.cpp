#include "medusa/conditions.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace medusa {

namespace {

bool is_weak(std::string_view etag) {
    return etag.starts_with("W/");
}

// Takes the next tag of a list, or "*"; empty at its end and where it is broken.
std::string_view take_etag(std::string_view& list) {
    list.remove_prefix(std::min(list.find_first_not_of(" \t,"), list.size()));
    std::size_t end = 0;
    if (list.starts_with('*')) {
        end = 1;
    } else {
        const std::size_t open = is_weak(list) ? 2 : 0;
        if (open >= list.size() || list[open] != '"') return {};
        end = list.find('"', open + 1);
        if (end == std::string_view::npos) return {};
        ++end;
    }
    const std::string_view tag = list.substr(0, end);
    list.remove_prefix(end);
    return tag;
}

// RFC 9110 8.8.3.2.
bool equal_etags(std::string_view left, std::string_view right, bool weakly) {
    if (!weakly) return !is_weak(left) && left == right;
    if (is_weak(left)) left.remove_prefix(2);
    if (is_weak(right)) right.remove_prefix(2);
    return left == right;
}

bool lists_etag(const http_headers& fields, std::string_view name, std::string_view etag,
                bool weakly) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!iequals(fields.name(i), name)) continue;
        std::string_view list = fields.value(i);
        for (auto tag = take_etag(list); !tag.empty(); tag = take_etag(list))
            if (tag == "*" || equal_etags(tag, etag, weakly)) return true;
    }
    return false;
}

http_time now_in_seconds() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::optional<http_time> date_of(const http_headers& fields, std::string_view name) {
    if (fields.count(name) != 1) return {};
    return parse_http_date(fields.get(name), now_in_seconds());
}

} // namespace

precondition check_conditions(const http_headers& fields, std::string_view method,
                              const validators& of) {
    if (fields.has("If-Match")) {
        if (!lists_etag(fields, "If-Match", of.etag, false)) return precondition::failed;
    } else if (of.modified && fields.has("If-Unmodified-Since")) {
        const auto since = date_of(fields, "If-Unmodified-Since");
        if (since && *of.modified > *since) return precondition::failed;
    }
    const bool reads = method == "GET" || method == "HEAD";
    if (fields.has("If-None-Match")) {
        if (lists_etag(fields, "If-None-Match", of.etag, true))
            return reads ? precondition::not_modified : precondition::failed;
    } else if (reads && of.modified && fields.has("If-Modified-Since")) {
        const auto since = date_of(fields, "If-Modified-Since");
        if (since && *of.modified <= *since) return precondition::not_modified;
    }
    return precondition::holds;
}

bool if_range_holds(const http_headers& fields, const validators& of, http_time now) {
    const auto field = fields.find("If-Range");
    if (!field) return true;
    if (fields.count("If-Range") != 1) return false;
    if (field->starts_with('"') || is_weak(*field)) return equal_etags(*field, of.etag, false);
    if (!of.modified || now <= *of.modified) return false;
    const auto date = parse_http_date(*field, now);
    return date && *date == *of.modified;
}

} // namespace medusa
