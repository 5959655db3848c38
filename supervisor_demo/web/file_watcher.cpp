#include "supervisor_demo/web/file_watcher.hpp"

#include "asyncore/errors.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include <sys/inotify.h>

namespace supervisor {

struct file_watcher::subscriber {
    int file = -1; // what inotify calls them; the file may be missing
    int folder = -1;
    std::string name; // in its folder
    std::function<void()> changed;
};

namespace {

constexpr std::uint32_t of_file = IN_MODIFY;
constexpr std::uint32_t of_folder = IN_CREATE | IN_MOVED_TO | IN_ONLYDIR;

// Many may watch the same file or folder: the mask is the same for all of them.
int watch_path(int inotify, const std::string& path, std::uint32_t mask) {
    return ::inotify_add_watch(inotify, path.c_str(), mask);
}

} // namespace

file_watcher::watch& file_watcher::watch::operator=(watch&& other) noexcept {
    std::swap(watcher_, other.watcher_);
    std::swap(subscriber_, other.subscriber_);
    return *this;
}

file_watcher::watch::~watch() {
    const auto watcher = watcher_.lock();
    if (watcher && subscriber_) watcher->forget(*subscriber_);
}

file_watcher::file_watcher(asyncore::unique_fd inotify, asyncore::socket_map& map)
    : file_dispatcher(std::move(inotify), map) {}

std::shared_ptr<file_watcher> file_watcher::of(asyncore::socket_map& map) {
    for (const auto& channel : map.channels())
        if (auto watcher = std::dynamic_pointer_cast<file_watcher>(channel)) return watcher;
    asyncore::unique_fd inotify(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!inotify) asyncore::throw_errno("cannot watch files");
    return asyncore::make<file_watcher>(std::move(inotify), map);
}

file_watcher::watch file_watcher::add(const std::string& path, std::function<void()> changed) {
    auto who = std::make_shared<subscriber>();
    const auto slash = path.rfind('/');
    const std::string folder =
        slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
    who->name = slash == std::string::npos ? path : path.substr(slash + 1);
    who->changed = std::move(changed);
    subscribers_.push_back(who);
    watch made(std::static_pointer_cast<file_watcher>(shared_from_this()), who);
    // The folder first: a file that is replaced in between is then noticed.
    who->folder = watch_path(fileno(), folder, of_folder);
    if (who->folder < 0) asyncore::throw_errno("cannot watch " + folder);
    who->file = watch_path(fileno(), path, of_file);
    if (who->file < 0 && errno != ENOENT) asyncore::throw_errno("cannot watch " + path);
    return made;
}

void file_watcher::forget(const subscriber& who) {
    std::erase_if(subscribers_, [&](const auto& one) {
        const auto alive = one.lock();
        return !alive || alive.get() == &who;
    });
    if (subscribers_.empty()) {
        close();
        return;
    }
    release(who.file);
    release(who.folder);
}

bool file_watcher::is_used(int watched) const {
    return std::ranges::any_of(subscribers_, [&](const auto& one) {
        const auto alive = one.lock();
        return alive && (alive->file == watched || alive->folder == watched);
    });
}

void file_watcher::release(int watched) {
    if (watched >= 0 && !is_used(watched)) ::inotify_rm_watch(fileno(), watched);
}

void file_watcher::handle_read() {
    alignas(inotify_event) char buffer[4096];
    const std::size_t got = recv(buffer, sizeof buffer);
    // Gathered first: who is told may drop any watch, his own too.
    std::vector<std::shared_ptr<subscriber>> told;
    std::size_t at = 0;
    while (at + sizeof(inotify_event) <= got) {
        inotify_event event;
        std::memcpy(&event, buffer + at, sizeof event);
        const std::string_view name = event.len > 0 ? buffer + at + sizeof event : "";
        at += sizeof event + event.len;
        for (const auto& one : subscribers_) {
            const auto who = one.lock();
            if (!who || std::ranges::find(told, who) != told.end()) continue;
            if (event.wd == who->file || (event.wd == who->folder && name == who->name) ||
                (event.mask & IN_Q_OVERFLOW) != 0)
                told.push_back(who);
        }
    }
    for (const auto& who : told)
        who->changed();
}

} // namespace supervisor
