#pragma once

#include "asyncore/file_dispatcher.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace supervisor {

/// Tells when files are written to, cut short, or replaced by others of the same name, through
/// inotify(7). One serves a whole map; it is in the map only while something is watched.
class file_watcher : public asyncore::file_dispatcher {
    struct subscriber;

public:
    /// The watcher of `map`, made when there is none. Throws std::system_error.
    static std::shared_ptr<file_watcher> of(asyncore::socket_map& map);

    /// Keeps a file watched as long as it lives. May outlive the watcher.
    class watch {
    public:
        watch() = default;
        watch(watch&&) noexcept = default;
        watch& operator=(watch&& other) noexcept;
        ~watch();

    private:
        friend class file_watcher;
        watch(std::weak_ptr<file_watcher> of, std::shared_ptr<subscriber> who)
            : watcher_(std::move(of)), subscriber_(std::move(who)) {}
        std::weak_ptr<file_watcher> watcher_;
        std::shared_ptr<subscriber> subscriber_;
    };

    /// From now on `changed` is called when the file that is at `path` now changes, and when
    /// another comes to be there. It says that there may be news, not what they are; it may drop
    /// its own watch or any other. Throws std::system_error.
    [[nodiscard]] watch add(const std::string& path, std::function<void()> changed);

    /// REQUIRES: `inotify` is an inotify descriptor; see of().
    file_watcher(asyncore::unique_fd inotify, asyncore::socket_map& map);

    bool writable() override { return false; }
    void handle_read() override;

private:
    void forget(const subscriber& who);
    bool is_used(int watched) const;
    void release(int watched);

    std::vector<std::weak_ptr<subscriber>> subscribers_;
};

} // namespace supervisor
