#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "medusa/file_settings.hpp"
#include "medusa/static_file.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace medusa {

/// Files by their paths, the latest asked for first, bounded in number, bytes and age. Knows no
/// file system: whoever finds a file that is due looks at it and says it is the same, or puts
/// another in its place.
class file_cache {
public:
    using clock = std::chrono::steady_clock;

    struct found {
        std::shared_ptr<const static_file> file; ///< null: there is none
        bool due = false;                        ///< it has to be looked at before it is used
    };
    found find(std::string_view path, const file_settings& set, clock::time_point now);

    /// The one just found is as it was.
    void still_valid(std::string_view path, clock::time_point now);
    /// In place of what there was for `path`. Too large a file, or one more than are allowed, puts
    /// out the ones asked for longest ago.
    void put(std::string_view path, std::shared_ptr<const static_file> file,
             const file_settings& set, clock::time_point now);
    void remove(std::string_view path);

    std::size_t size() const noexcept { return entries_.size(); }
    std::size_t bytes() const noexcept { return bytes_; }

private:
    struct entry {
        std::string path;
        std::shared_ptr<const static_file> file;
        clock::time_point looked_at;
        clock::time_point used;
    };
    using entries = std::list<entry>;

    void forget(entries::iterator one);
    void forget_unused(const file_settings& set, clock::time_point now);

    entries entries_; // the latest used in front
    std::unordered_map<std::string_view, entries::iterator> by_path_;
    std::size_t bytes_ = 0;
};

} // namespace medusa
