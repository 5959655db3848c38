#pragma once

#include "asyncore/unique_fd.hpp"

#include <string>
#include <string_view>
#include <system_error>

namespace medusa {

/// A tree of files that may be written to. As in os_filesystem, a path cannot leave the root: not
/// by "..", an encoded slash or a symbolic link that points out of it. A link at the path itself is
/// never followed: it is replaced, or removed. Source: openat2(2), renameat2(2).
class upload_tree {
public:
    /// Throws std::system_error when `root` is not a directory that can be opened.
    explicit upload_tree(const std::string& root);

    /// A file being written, under a name that begins with temporary_prefix, beside the one whose
    /// place it will take. Removed when destroyed before that.
    class file {
    public:
        file(file&&) noexcept = default;
        file& operator=(file&&) = delete;
        ~file();

        /// Appends all of it. Throws std::system_error: no room, for one.
        void write(std::string_view data);

        /// Takes the place: at once, whoever looks sees the old file or the new one. With
        /// `only_new` it fails with errc::file_exists where there is one, or anything else.
        /// `to_disk` waits for the disk first (fdatasync(2)).
        std::error_code commit(bool only_new, bool to_disk) noexcept;

    private:
        friend class upload_tree;
        file() = default;
        asyncore::unique_fd folder_;
        asyncore::unique_fd fd_;
        std::string name_;
        std::string temporary_; // empty when there is none any more
    };

    enum class kind : unsigned char { nothing, regular, other };
    /// What is at `path`, decoded, "/a/b.txt"; a link is `other`.
    kind look(std::string_view path) const;

    /// Begins a file for `path`. An error: errc::no_such_file_or_directory when its folder is not
    /// there, errc::invalid_argument for a path that names no file, or may not be named.
    file create(std::string_view path, std::error_code& wrong) const;

    /// Removes a file or a link. errc::is_a_directory for a folder.
    std::error_code remove(std::string_view path) const;

    /// No path may name such a file.
    static constexpr std::string_view temporary_prefix = ".upload-";

private:
    struct place {
        asyncore::unique_fd folder;
        std::string name;
        std::error_code wrong;
    };
    place find(std::string_view path) const;

    asyncore::unique_fd root_;
};

} // namespace medusa
