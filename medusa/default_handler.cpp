#include "medusa/default_handler.hpp"

#include "medusa/http_date.hpp"
#include "medusa/http_headers.hpp"
#include "medusa/http_request.hpp"
#include "medusa/mime.hpp"
#include "medusa/percent.hpp"
#include "medusa/producers.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace medusa {

namespace {

constexpr std::string_view index_name = "index.html";

// Weak comparison, RFC 9110 8.8.3.2.
bool lists_etag(std::string_view field, std::string_view etag) {
    while (!field.empty()) {
        const std::size_t comma = std::min(field.find(','), field.size());
        std::string_view one = field.substr(0, comma);
        field.remove_prefix(std::min(comma + 1, field.size()));
        while (!one.empty() && (one.front() == ' ' || one.front() == '\t'))
            one.remove_prefix(1);
        while (!one.empty() && (one.back() == ' ' || one.back() == '\t'))
            one.remove_suffix(1);
        if (one.starts_with("W/")) one.remove_prefix(2);
        if (one == etag || one == "*") return true;
    }
    return false;
}

bool not_modified(const http_request& request, const opened_file& file) {
    const http_headers& fields = request.head().headers();
    if (const auto tags = fields.find("If-None-Match")) return lists_etag(*tags, file.etag);
    const auto since = fields.find("If-Modified-Since");
    if (!since) return false;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto time = parse_http_date(*since, now);
    return time && file.modified <= *time;
}

} // namespace

void default_handler::handle_request(const std::shared_ptr<http_request>& request) {
    std::string path = request->path();
    auto file = files_.open(path);
    if (file && file->is_directory) {
        if (!path.ends_with('/')) {
            // Two slashes in front would name another host.
            path.erase(0, path.find_first_not_of('/') - 1);
            request->reply().set("Location", percent_encode(path) + "/");
            request->error(301);
            return;
        }
        path += index_name;
        file = files_.open(path);
        if (file && file->is_directory) file.reset();
    }
    if (!file || (!path.empty() && path.back() == '/')) {
        request->error(404);
        return;
    }
    reply_headers& reply = request->reply();
    reply.set("Last-Modified", format_http_date(file->modified));
    reply.set("ETag", file->etag);
    if (not_modified(*request, *file)) {
        request->reply_code(304);
        request->done();
        return;
    }
    const std::string_view type = mime_type(path);
    reply.set("Content-Type", type.empty() ? "application/octet-stream" : type);
    reply.set("X-Content-Type-Options", "nosniff");
    reply.set("Content-Length", std::to_string(file->size));
    if (request->method() == "GET") {
        auto body = std::make_unique<file_producer>(std::move(file->fd), file->size);
        request->push(std::move(body));
    }
    request->done();
}

} // namespace medusa
