#pragma once

#include "asyncore/unique_fd.hpp"
#include "medusa/http_date.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace medusa {

/// A file opened for reading, and what the kernel says of it.
struct opened_file {
    asyncore::unique_fd fd;
    bool is_directory = false;
    std::uint64_t size = 0;
    http_time modified{};
    std::string etag; // strong, quoted: changes with the content's size or time
};

/// The tree of files a default_handler may see. A path cannot leave the root: not by "..", not by
/// an encoded slash, not by a symbolic link that points out of it. Source: medusa's os_filesystem;
/// openat2(2).
class os_filesystem {
public:
    /// Throws std::system_error when `root` is not a directory that can be opened.
    explicit os_filesystem(const std::string& root);

    /// Opens `path`, decoded, "/a/b.txt" or "/". Nothing when there is no such file, when it may
    /// not be read, or when it is neither a file nor a directory.
    std::optional<opened_file> open(std::string_view path) const;

private:
    asyncore::unique_fd root_;
};

} // namespace medusa
