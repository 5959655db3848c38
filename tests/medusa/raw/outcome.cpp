#include "tests/medusa/raw/outcome.hpp"

#include "medusa/http_headers.hpp"

#include <algorithm>

namespace {

constexpr std::string_view line_end = "\r\n";

// Takes a chunked body off the front of `text`; false when it is not whole.
bool take_chunks(std::string_view& text, std::string& body) {
    for (;;) {
        const auto end = text.find(line_end);
        if (end == text.npos) return false;
        const std::size_t size = std::stoul(std::string(text.substr(0, end)), nullptr, 16);
        if (text.size() < end + 2 + size + 2) return false;
        body.append(text.substr(end + 2, size));
        text.remove_prefix(end + 2 + size + 2);
        if (size == 0) return true;
    }
}

} // namespace

std::string raw_answer::field(std::string_view name) const {
    std::string_view lines = head;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find(line_end));
        const auto colon = line.find(": ");
        if (colon != line.npos && medusa::iequals(line.substr(0, colon), name))
            return std::string(line.substr(colon + 2));
        lines.remove_prefix(line.size() + 2);
    }
    return {};
}

raw_answers read_answers(std::string_view text, bool closed,
                         const std::vector<std::string>& methods) {
    raw_answers read;
    std::size_t request = 0;
    while (!text.empty()) {
        std::string_view left = text;
        raw_answer one;
        const auto end = left.find("\r\n\r\n");
        if (end == left.npos || !left.starts_with("HTTP/1.1 ")) break;
        one.head = left.substr(0, end + 4);
        one.status = std::stoi(one.head.substr(9, 3));
        left.remove_prefix(end + 4);
        const bool to_head = methods[std::min(request, methods.size() - 1)] == "HEAD";
        const std::string length = one.field("Content-Length");
        if (to_head || one.status < 200 || one.status == 204 || one.status == 304) {
        } else if (one.field("Transfer-Encoding") == "chunked") {
            if (!take_chunks(left, one.body)) break;
        } else if (!length.empty()) {
            if (left.size() < std::stoul(length)) break;
            one.body = left.substr(0, std::stoul(length));
            left.remove_prefix(one.body.size());
        } else {
            if (!closed) break;
            one.body = left;
            left = {};
        }
        if (one.status >= 200) ++request;
        read.all.push_back(std::move(one));
        text = left;
    }
    read.rest = text;
    return read;
}

std::vector<std::string> methods_of(const std::string& request) {
    return request.starts_with("HEAD ") ? std::vector<std::string>{"HEAD", "GET"}
                                        : std::vector<std::string>{"GET"};
}

std::string outcome_of(const std::vector<raw_answer>& answers, std::string_view end) {
    std::string text;
    for (const raw_answer& each : answers)
        text += std::to_string(each.status) + " ";
    return text.append(end);
}

bool is_allowed(const std::string& allowed, const std::string& outcome) {
    std::string_view left = allowed;
    while (!left.empty()) {
        const std::size_t bar = std::min(left.find(" | "), left.size());
        if (left.substr(0, bar) == outcome) return true;
        left.remove_prefix(std::min(bar + 3, left.size()));
    }
    return false;
}
