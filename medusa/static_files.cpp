#include "medusa/static_files.hpp"

#include "medusa/compressing_producer.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/mime.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <unistd.h>

namespace medusa {

namespace {

// A file written to less than this ago may be written to once more and have the same time, as the
// kernel's clock for files is coarse, and so is not remembered yet.
constexpr std::chrono::nanoseconds time_grain = std::chrono::seconds(1);

// What may be written in an HTTP date.
constexpr http_time last_date{std::chrono::seconds(253402300799)};

std::int64_t now_ns() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

// All of it, or nothing when it is not as long as it should be.
std::optional<std::string> content_of(int fd, std::uint64_t size) {
    std::string text(static_cast<std::size_t>(size), '\0');
    std::size_t have = 0;
    while (have < text.size()) {
        const ssize_t got =
            ::pread(fd, text.data() + have, text.size() - have, static_cast<off_t>(have));
        if (got <= 0) return {};
        have += static_cast<std::size_t>(got);
    }
    return text;
}

} // namespace

std::size_t static_file::cost() const noexcept {
    std::size_t all = sizeof *this + type.size() + plain.content.size() + plain.fields.size();
    if (gzip) all += gzip->content.size() + gzip->fields.size();
    return all;
}

static_files::found static_files::find(std::string_view path) {
    const auto now = file_cache::clock::now();
    const auto known = cache_.find(path, settings_, now);
    if (known.file && !known.due) return {known.file};
    const std::string name(path);
    if (known.file) {
        if (is_unchanged(name, *known.file)) {
            cache_.still_valid(path, now);
            return {known.file};
        }
        cache_.remove(path);
    }
    auto opened = tree_.open(path);
    if (!opened) return {};
    if (opened->status.is_directory) return {nullptr, true};
    const std::uint64_t size = opened->status.size;
    auto file = read(name, *opened);
    const bool settled = file->looked_at_ns - file->status.modified_ns >= time_grain.count();
    if (settled && size <= std::max(settings_.max_cached_content, settings_.max_cached_open))
        cache_.put(path, file, settings_, now);
    return {std::move(file)};
}

bool static_files::is_unchanged(const std::string& path, const static_file& file) const {
    const auto status = tree_.status(path);
    return status && *status == file.status && gzip_beside(path, *status) == file.gzip_status;
}

std::optional<file_status> static_files::gzip_beside(const std::string& path,
                                                     const file_status& of) const {
    if (!settings_.precompressed) return {};
    auto status = tree_.status(path + ".gz");
    if (!status || status->is_directory || status->modified_ns < of.modified_ns) return {};
    return status;
}

std::shared_ptr<const static_file> static_files::read(const std::string& path,
                                                      opened_file& opened) const {
    auto file = std::make_shared<static_file>();
    file->looked_at_ns = now_ns();
    file->status = opened.status;
    file->type = type_of(path);
    file->gzip_status = gzip_beside(path, file->status);
    file->plain = represent(opened, *file);
    if (file->gzip_status) {
        auto beside = tree_.open(path + ".gz");
        if (beside && beside->status == *file->gzip_status) file->gzip = represent(*beside, *file);
    } else if (settings_.compress && file->status.size >= settings_.compress_from &&
               is_compressible(file->type)) {
        make_gzip(*file);
    }
    set_fields(file->plain, *file, false);
    if (file->gzip) set_fields(*file->gzip, *file, true);
    return file;
}

representation static_files::represent(opened_file& opened, const static_file& of) const {
    representation one;
    one.size = opened.status.size;
    one.etag = opened.status.etag();
    const http_time modified = opened.status.modified();
    // One that lies ahead is no date to compare with (RFC 9110 8.8.2.1).
    if (opened.status.modified_ns <= of.looked_at_ns && modified >= http_time{} &&
        modified <= last_date)
        one.modified = modified;
    if (one.size <= settings_.max_cached_content) {
        if (auto text = content_of(opened.fd.get(), one.size)) {
            one.content = std::move(*text);
            one.held = true;
            return one;
        }
    }
    one.fd = std::make_shared<const asyncore::unique_fd>(std::move(opened.fd));
    return one;
}

void static_files::make_gzip(static_file& file) const {
    representation coded = file.plain;
    // Another zlib would make other bytes of it, so it is not the strong kind of tag.
    coded.etag = "W/" + coded.etag;
    coded.etag.insert(coded.etag.size() - 1, "-gzip");
    if (coded.held) {
        coded.content = gzip(file.plain.content, settings_.compress_level);
        coded.size = coded.content.size();
        if (coded.size >= file.plain.size) return;
    }
    coded.made_by_us = true;
    file.gzip = std::move(coded);
}

void static_files::set_fields(representation& one, const static_file& of, bool is_gzip) const {
    reply_headers& fields = one.fields;
    if (one.modified) fields.set("Last-Modified", format_http_date(*one.modified));
    fields.set("ETag", one.etag);
    if (!settings_.cache_control.empty()) fields.set("Cache-Control", settings_.cache_control);
    if (of.gzip) fields.set("Vary", "Accept-Encoding");
    one.validating = fields;
    fields.set("Content-Type", of.type);
    fields.set("X-Content-Type-Options", "nosniff");
    if (is_gzip) fields.set("Content-Encoding", "gzip");
    if (!one.made_by_us && settings_.max_ranges > 0) fields.set("Accept-Ranges", "bytes");
    if (one.held || !one.made_by_us) fields.set("Content-Length", std::to_string(one.size));
}

std::string static_files::type_of(std::string_view path) const {
    std::string type;
    const std::size_t dot = path.find_last_of("./");
    if (dot != std::string_view::npos && path[dot] == '.') {
        std::string extension(path.substr(dot + 1));
        std::transform(extension.begin(), extension.end(), extension.begin(), http_chars::lower);
        const auto own = settings_.types.find(extension);
        if (own != settings_.types.end()) type = own->second;
    }
    if (type.empty()) type = mime_type(path);
    if (type.empty()) type = "application/octet-stream";
    if (type.starts_with("text/") && !settings_.charset.empty() &&
        type.find(';') == std::string::npos)
        type.append("; charset=").append(settings_.charset);
    return type;
}

} // namespace medusa
