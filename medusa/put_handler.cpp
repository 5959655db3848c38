#include "medusa/put_handler.hpp"

#include "medusa/collector.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/http_date.hpp"
#include "medusa/http_headers.hpp"
#include "medusa/http_request.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

namespace medusa {

namespace {

constexpr std::string_view put = "PUT";
constexpr std::string_view put_and_delete = "PUT, DELETE";

// Strong comparison (RFC 9110 8.8.3.2) but with `weak`, where the mark is left out of account.
bool lists(std::string_view field, const std::optional<file_status>& file, bool exists, bool weak) {
    while (!field.empty()) {
        const std::size_t comma = std::min(field.find(','), field.size());
        std::string_view one = http_chars::trim(field.substr(0, comma));
        field.remove_prefix(std::min(comma + 1, field.size()));
        if (one == "*" && exists) return true;
        if (weak && one.starts_with("W/")) one.remove_prefix(2);
        if (file && one == file->etag()) return true;
    }
    return false;
}

int status_of(std::error_code wrong) {
    if (wrong == std::errc::no_such_file_or_directory || wrong == std::errc::not_a_directory ||
        wrong == std::errc::is_a_directory || wrong == std::errc::directory_not_empty ||
        wrong == std::errc::file_exists)
        return 409;
    if (wrong == std::errc::no_space_on_device || wrong.value() == EDQUOT) return 507;
    if (wrong == std::errc::file_too_large) return 413;
    if (wrong == std::errc::filename_too_long) return 414;
    if (wrong == std::errc::invalid_argument || wrong == std::errc::permission_denied ||
        wrong == std::errc::operation_not_permitted || wrong == std::errc::read_only_file_system ||
        wrong == std::errc::cross_device_link || wrong == std::errc::too_many_symbolic_link_levels)
        return 403;
    return 500;
}

} // namespace

struct put_handler::upload : collector {
    upload(upload_tree::file to, http_request& of) : file(std::move(to)), request(of) {}

    void collect(std::string_view data) override {
        try {
            file.write(data);
        } catch (const std::system_error& error) {
            request.error(medusa::status_of(error.code()));
        }
    }

    upload_tree::file file;
    http_request& request; // which owns this
};

put_handler::put_handler(std::string prefix, const std::string& root,
                         std::shared_ptr<handler> inner)
    : prefix_(std::move(prefix)),
      files_(root, {.dotfiles = true}),
      tree_(root),
      inner_(std::move(inner)) {
    if (prefix_.ends_with('/')) prefix_.pop_back();
}

bool put_handler::is_ours(const http_request& request) const {
    return request.method() == put || (allow_delete && request.method() == "DELETE");
}

bool put_handler::match(const http_request& request) {
    const std::string_view path = request.path();
    if (!path.starts_with(prefix_) || path.substr(prefix_.size(), 1) != "/") return false;
    return is_ours(request) || !inner_ || inner_->match(request);
}

std::string_view put_handler::path_of(const http_request& request) const {
    return std::string_view(request.path()).substr(prefix_.size());
}

std::size_t put_handler::max_body(const http_request& request) {
    if (request.method() == put) return max_file;
    return inner_ && !is_ours(request) ? inner_->max_body(request) : handler::max_body(request);
}

std::string_view put_handler::methods(const http_request& request) {
    methods_ = allow_delete ? put_and_delete : put;
    if (!inner_ || is_ours(request)) return methods_;
    const std::string_view more = inner_->methods(request);
    if (more.empty()) return {};
    return methods_.append(", ").append(more);
}

bool put_handler::holds(http_request& request) const {
    const http_headers& fields = request.head().headers();
    const auto match = fields.find("If-Match");
    const auto none_match = fields.find("If-None-Match");
    const auto since = fields.find("If-Unmodified-Since");
    if (!match && !none_match && !since) return true;
    const auto file = files_.status(path_of(request));
    const bool exists = file || tree_.look(path_of(request)) != upload_tree::kind::nothing;
    bool hold = !match || lists(*match, file, exists, false);
    hold &= !none_match || !lists(*none_match, file, exists, true);
    if (!match && since && file) {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        const auto time = parse_http_date(*since, now);
        hold &= !time || file->modified() <= *time;
    }
    if (!hold) request.error(412);
    return hold;
}

std::unique_ptr<put_handler::upload> put_handler::begin(http_request& request) const {
    if (request.head().headers().has("Content-Range")) {
        request.error(400);
        return nullptr;
    }
    if (!holds(request)) return nullptr;
    std::error_code wrong;
    auto file = tree_.create(path_of(request), wrong);
    if (wrong) {
        // A slash at its end, or the root itself, names a folder.
        request.error(request.path().ends_with('/') ? 409 : medusa::status_of(wrong));
        return nullptr;
    }
    return std::make_unique<upload>(std::move(file), request);
}

void put_handler::finish(http_request& request, upload& whole) const {
    if (!holds(request)) return;
    const bool only_new = request.head().headers().list_contains("If-None-Match", "*");
    const bool there = tree_.look(path_of(request)) != upload_tree::kind::nothing;
    if (const auto wrong = whole.file.commit(only_new, to_disk)) {
        const bool lost = only_new && wrong == std::errc::file_exists;
        request.error(lost ? 412 : medusa::status_of(wrong));
        return;
    }
    if (const auto file = files_.status(path_of(request)))
        request.reply().set("ETag", file->etag());
    request.reply_code(there ? 204 : 201);
    request.done();
}

void put_handler::remove(http_request& request) const {
    if (!holds(request)) return;
    const auto wrong = tree_.remove(path_of(request));
    if (!wrong) {
        request.reply_code(204);
        request.done();
    } else if (request.path().ends_with('/')) {
        request.error(409);
    } else {
        const bool absent =
            wrong == std::errc::no_such_file_or_directory || wrong == std::errc::not_a_directory;
        request.error(absent ? 404 : medusa::status_of(wrong));
    }
}

void put_handler::handle_head(const std::shared_ptr<http_request>& request) {
    if (!is_ours(*request)) {
        if (inner_) pass_head(*inner_, request);
    } else if (request->method() == put) {
        request->set_collector(begin(*request));
    }
}

void put_handler::handle_request(const std::shared_ptr<http_request>& request) {
    if (!is_ours(*request)) {
        pass_request(*inner_, request);
        return;
    }
    if (request->method() != put) {
        remove(*request);
        return;
    }
    std::unique_ptr<collector> given = request->take_collector();
    if (!given) given = begin(*request); // no body, and so no head before it
    if (given) finish(*request, static_cast<upload&>(*given));
}

} // namespace medusa
