#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace medusa {

/// How a default_handler serves files. What is in the tree at all is os_filesystem's to say.
struct file_settings {
    /// What is sent for a directory: the first of them that is in it.
    std::vector<std::string> index_files{"index.html"};
    /// Whether a directory without any of them is answered with a page of what is in it; else 404.
    bool directory_pages = false;
    /// Names on such a page, the first that the kernel tells; it says so when there are more.
    std::size_t max_names = 1000;

    /// Types by extension, in lower case and without the dot, before the table of mime.hpp.
    std::map<std::string, std::string, std::less<>> types{};
    /// For types that are text and have no charset; empty: none is said.
    std::string charset = "utf-8";
    /// A Cache-Control field; empty: there is none.
    std::string cache_control{};

    /// Whether "page.html.gz" is sent in place of "page.html" to who takes gzip, if it is not the
    /// older of the two.
    bool precompressed = true;
    /// Whether files of compressible types are compressed for who takes gzip, where there is no
    /// such file beside them. Off: it costs CPU on the loop's thread, above all for large files,
    /// which are compressed anew for each request.
    bool compress = false;
    /// Smaller files are not worth it.
    std::size_t compress_from = 1024;
    int compress_level = 6;

    /// A Range field with more ranges is ignored; zero: all are.
    std::size_t max_ranges = 16;

    /// Files that were asked for lately are remembered, the latest first, as many as this; zero:
    /// none. Each may keep a descriptor open. One written to within the last second is not
    /// remembered yet: the next write may leave it the same time.
    std::size_t max_cached = 256;
    /// Files up to this size are held in memory with their fields, ready to be sent, and larger
    /// ones up to `max_cached_open` are held open, and so keep their place on the disk until they
    /// are forgotten, deleted or not. Any other is opened for each request.
    std::size_t max_cached_content = 16 * 1024;
    std::size_t max_cached_open = 64 * 1024 * 1024;
    /// Bytes that all of them may hold in memory.
    std::size_t max_cached_bytes = 16 * 1024 * 1024;
    /// How long a file is taken to be what it was before it is looked at again, by a request: the
    /// time for which a change may go unseen. As open_file_cache_valid of nginx.
    std::chrono::milliseconds cache_valid{1000};
    /// A file that nobody asked for in so long is forgotten, when another is looked for.
    std::chrono::milliseconds cache_inactive{60'000};
};

} // namespace medusa
