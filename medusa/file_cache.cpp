#include "medusa/file_cache.hpp"

#include <iterator>
#include <utility>

namespace medusa {

file_cache::found file_cache::find(std::string_view path, const file_settings& set,
                                   clock::time_point now) {
    const auto at = by_path_.find(path);
    if (at == by_path_.end()) {
        forget_unused(set, now);
        return {};
    }
    const auto one = at->second;
    one->used = now;
    if (one != entries_.begin()) entries_.splice(entries_.begin(), entries_, one);
    return {one->file, now - one->looked_at >= set.cache_valid};
}

void file_cache::still_valid(std::string_view path, clock::time_point now) {
    const auto at = by_path_.find(path);
    if (at != by_path_.end()) at->second->looked_at = now;
}

void file_cache::put(std::string_view path, std::shared_ptr<const static_file> file,
                     const file_settings& set, clock::time_point now) {
    remove(path);
    const std::size_t cost = file->cost() + path.size();
    if (set.max_cached == 0 || cost > set.max_cached_bytes) return;
    while (entries_.size() >= set.max_cached || bytes_ + cost > set.max_cached_bytes)
        forget(std::prev(entries_.end()));
    entries_.push_front({std::string(path), std::move(file), now, now});
    by_path_.emplace(entries_.front().path, entries_.begin());
    bytes_ += cost;
}

void file_cache::remove(std::string_view path) {
    const auto at = by_path_.find(path);
    if (at != by_path_.end()) forget(at->second);
}

void file_cache::forget(entries::iterator one) {
    bytes_ -= one->file->cost() + one->path.size();
    by_path_.erase(one->path);
    entries_.erase(one);
}

void file_cache::forget_unused(const file_settings& set, clock::time_point now) {
    while (!entries_.empty() && now - entries_.back().used >= set.cache_inactive)
        forget(std::prev(entries_.end()));
}

} // namespace medusa
