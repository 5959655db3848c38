#include "medusa/mime.hpp"

#include "medusa/http_chars.hpp"

#include <algorithm>
#include <array>

namespace medusa {

namespace {

struct mime_entry {
    std::string_view extension;
    std::string_view type;
};

constexpr auto by_extension = std::to_array<mime_entry>({
    {"7z", "application/x-7z-compressed"},
    {"aac", "audio/aac"},
    {"atom", "application/atom+xml"},
    {"avi", "video/x-msvideo"},
    {"avif", "image/avif"},
    {"bin", "application/octet-stream"},
    {"bmp", "image/bmp"},
    {"bz2", "application/x-bzip2"},
    {"c", "text/plain"},
    {"cc", "text/plain"},
    {"cfg", "text/plain"},
    {"conf", "text/plain"},
    {"cpp", "text/plain"},
    {"css", "text/css"},
    {"csv", "text/csv"},
    {"deb", "application/vnd.debian.binary-package"},
    {"doc", "application/msword"},
    {"eot", "application/vnd.ms-fontobject"},
    {"epub", "application/epub+zip"},
    {"flac", "audio/flac"},
    {"gif", "image/gif"},
    {"gz", "application/gzip"},
    {"h", "text/plain"},
    {"hpp", "text/plain"},
    {"htm", "text/html"},
    {"html", "text/html"},
    {"ico", "image/vnd.microsoft.icon"},
    {"ics", "text/calendar"},
    {"ini", "text/plain"},
    {"iso", "application/octet-stream"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript"},
    {"json", "application/json"},
    {"log", "text/plain"},
    {"m4a", "audio/mp4"},
    {"map", "application/json"},
    {"md", "text/markdown"},
    {"mid", "audio/midi"},
    {"mjs", "text/javascript"},
    {"mov", "video/quicktime"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"mpeg", "video/mpeg"},
    {"mpg", "video/mpeg"},
    {"oga", "audio/ogg"},
    {"ogg", "audio/ogg"},
    {"ogv", "video/ogg"},
    {"opus", "audio/ogg"},
    {"otf", "font/otf"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"ps", "application/postscript"},
    {"py", "text/x-python"},
    {"rss", "application/rss+xml"},
    {"rtf", "application/rtf"},
    {"sh", "application/x-sh"},
    {"svg", "image/svg+xml"},
    {"tar", "application/x-tar"},
    {"tgz", "application/gzip"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"toml", "application/toml"},
    {"ttf", "font/ttf"},
    {"txt", "text/plain"},
    {"wasm", "application/wasm"},
    {"wav", "audio/wav"},
    {"weba", "audio/webm"},
    {"webm", "video/webm"},
    {"webmanifest", "application/manifest+json"},
    {"webp", "image/webp"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"xhtml", "application/xhtml+xml"},
    {"xml", "application/xml"},
    {"xz", "application/x-xz"},
    {"yaml", "application/yaml"},
    {"yml", "application/yaml"},
    {"zip", "application/zip"},
    {"zst", "application/zstd"},
});

constexpr bool is_before(const mime_entry& left, const mime_entry& right) noexcept {
    return left.extension < right.extension;
}
static_assert(std::is_sorted(by_extension.begin(), by_extension.end(), is_before),
              "the search below halves the table");

} // namespace

std::string_view mime_type(std::string_view file_name) noexcept {
    const std::size_t dot = file_name.find_last_of("./");
    if (dot == std::string_view::npos || file_name[dot] == '/') return {};
    const std::string_view extension = file_name.substr(dot + 1);
    std::array<char, 16> lower;
    if (extension.size() > lower.size()) return {};
    std::transform(extension.begin(), extension.end(), lower.begin(), http_chars::lower);
    const mime_entry wanted{{lower.data(), extension.size()}, {}};
    const auto* found =
        std::lower_bound(by_extension.begin(), by_extension.end(), wanted, is_before);
    if (found == by_extension.end() || found->extension != wanted.extension) return {};
    return found->type;
}

bool is_compressible(std::string_view type) noexcept {
    type = http_chars::trim(type.substr(0, type.find(';')));
    if (type.starts_with("text/") || type.ends_with("+xml") || type.ends_with("+json")) return true;
    for (const std::string_view one :
         {"application/json", "application/xml", "application/yaml", "application/javascript",
          "application/wasm", "application/vnd.ms-fontobject", "font/ttf", "font/otf", "image/bmp",
          "image/vnd.microsoft.icon"})
        if (type == one) return true;
    return false;
}

} // namespace medusa
