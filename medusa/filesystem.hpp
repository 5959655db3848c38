#pragma once

#include "asyncore/unique_fd.hpp"
#include "medusa/http_date.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medusa {

/// What the kernel says of a file, as far as a change of it shows.
struct file_status {
    bool is_directory = false;
    std::uint64_t size = 0;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t modified_ns = 0; ///< since 1970, as all times here
    std::int64_t changed_ns = 0;  ///< the status too: names, owner, mode

    http_time modified() const noexcept;
    /// Strong and quoted: made of inode, size and the time of modification in nanoseconds.
    std::string etag() const;
    friend bool operator==(const file_status&, const file_status&) = default;
};

/// A file opened for reading.
struct opened_file {
    asyncore::unique_fd fd;
    file_status status;
};

/// What is in a directory, as far as it may be seen.
struct directory_entry {
    std::string name;
    file_status status;
};
struct directory_entries {
    std::vector<directory_entry> entries; ///< directories first, each sort by name
    bool cut_short = false;               ///< there are more than were asked for
};

/// The tree of files a default_handler may see. A path cannot leave the root: not by "..", not by
/// an encoded slash, not by a symbolic link that points out of it. There are files and directories
/// in it, and nothing else: a FIFO, a socket or a device is not even opened.
///
/// A path with "..", a NUL or a backslash in it is never there, whatever the tree has. Where the
/// kernel has no openat2(2), or a sandbox refuses it, paths are walked step by step, and then
/// through no link at all. Source: medusa's os_filesystem; openat2(2).
class os_filesystem {
public:
    enum class links : unsigned char {
        beneath,  ///< followed while they stay beneath the root; an absolute one never does
        never,    ///< not followed
        anywhere, ///< followed to wherever they point: for a tree that only its owner writes to
    };
    struct settings {
        links follow = links::beneath;
        /// Whether names that begin with a dot are there: .git, .htpasswd. "/.well-known" (RFC
        /// 8615) always is.
        bool dotfiles = false;
    };

    /// Throws std::system_error when `root` is not a directory that can be opened.
    explicit os_filesystem(const std::string& root) : os_filesystem(root, settings()) {}
    os_filesystem(const std::string& root, settings set);

    /// Opens `path`, decoded, "/a/b.txt" or "/". Nothing when there is no such file, when it may
    /// not be read, or when it is neither a file nor a directory.
    std::optional<opened_file> open(std::string_view path) const;

    /// What open() would open, without the permission to read it.
    std::optional<file_status> status(std::string_view path) const;

    /// What open() would find beneath a directory, at most `most` names. Nothing as with open(),
    /// and when `path` is a file. Costs O(names in the directory), of which there may be more.
    std::optional<directory_entries> list(std::string_view path, std::size_t most) const;

private:
    bool may_be_seen(std::string_view path) const;
    asyncore::unique_fd look_up(std::string_view path, int flags) const;

    asyncore::unique_fd root_;
    settings settings_;
};

} // namespace medusa
