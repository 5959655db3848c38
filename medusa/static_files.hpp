#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "medusa/file_cache.hpp"
#include "medusa/file_settings.hpp"
#include "medusa/filesystem.hpp"
#include "medusa/static_file.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace medusa {

/// Makes files of a tree ready to be sent, and remembers them while they stay as they are.
class static_files {
public:
    static_files(os_filesystem tree, file_settings set)
        : tree_(std::move(tree)), settings_(std::move(set)) {}

    const file_settings& settings() const noexcept { return settings_; }
    const os_filesystem& tree() const noexcept { return tree_; }

    struct found {
        std::shared_ptr<const static_file> file; ///< null: it is none
        bool is_directory = false;
    };
    /// What a path names. A file that is remembered and was looked at lately costs no system call.
    found find(std::string_view path);

private:
    std::shared_ptr<const static_file> read(const std::string& path, opened_file& opened) const;
    std::optional<file_status> gzip_beside(const std::string& path, const file_status& of) const;
    bool is_unchanged(const std::string& path, const static_file& file) const;
    representation represent(opened_file& opened, const static_file& of) const;
    void make_gzip(static_file& file) const;
    void set_fields(representation& one, const static_file& of, bool is_gzip) const;
    std::string type_of(std::string_view path) const;

    os_filesystem tree_;
    file_settings settings_;
    file_cache cache_;
};

} // namespace medusa
