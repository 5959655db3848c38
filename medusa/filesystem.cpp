#include "medusa/filesystem.hpp"

#include "asyncore/errors.hpp"
#include "medusa/open_beneath.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace medusa {

namespace {

constexpr int path_flags = O_PATH | O_CLOEXEC;
// O_NONBLOCK: what was a file a moment ago may be a FIFO now, and must not wait for its writer.
constexpr int open_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// Nothing for what is neither a file nor a directory.
std::optional<file_status> status_of(int fd) {
    struct stat status {};
    if (fd < 0 || ::fstat(fd, &status) < 0) return {};
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return {};
    file_status read;
    read.is_directory = S_ISDIR(status.st_mode);
    read.size = static_cast<std::uint64_t>(status.st_size);
    read.device = status.st_dev;
    read.inode = status.st_ino;
    read.modified_ns = nanoseconds(status.st_mtim);
    read.changed_ns = nanoseconds(status.st_ctim);
    return read;
}

// Calls it with each name between slashes, until it says false.
template <class Good>
bool all_names(std::string_view path, Good good) {
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (!good(path.substr(begin, end - begin))) return false;
        begin = end + 1;
    }
    return true;
}

bool is_before(const directory_entry& left, const directory_entry& right) {
    if (left.status.is_directory != right.status.is_directory) return left.status.is_directory;
    return left.name < right.name;
}

} // namespace

http_time file_status::modified() const noexcept {
    const std::chrono::nanoseconds since(modified_ns);
    return http_time(std::chrono::floor<std::chrono::seconds>(since));
}

std::string file_status::etag() const {
    std::string text = "\"";
    for (const std::uint64_t number : {inode, size, static_cast<std::uint64_t>(modified_ns)}) {
        char digits[16];
        text.append(digits, std::to_chars(digits, digits + sizeof digits, number, 16).ptr) += '-';
    }
    text.back() = '"';
    return text;
}

os_filesystem::os_filesystem(const std::string& root, settings set)
    : root_(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)), settings_(set) {
    if (!root_) asyncore::throw_errno("open " + root);
}

bool os_filesystem::may_be_seen(std::string_view path) const {
    constexpr std::string_view never("\0\\", 2);
    if (path.find_first_of(never) != std::string_view::npos) return false;
    constexpr std::string_view well_known = ".well-known";
    const bool is_well_known =
        path == well_known || (path.starts_with(well_known) && path[well_known.size()] == '/');
    if (is_well_known) path.remove_prefix(well_known.size());
    return all_names(path, [this](std::string_view name) {
        if (name == "..") return false;
        return settings_.dotfiles || !name.starts_with('.') || name == ".";
    });
}

asyncore::unique_fd os_filesystem::look_up(std::string_view path, int flags) const {
    while (path.starts_with('/'))
        path.remove_prefix(1);
    if (!may_be_seen(path)) return {};
    return open_beneath(root_.get(), path.empty() ? "." : std::string(path), flags,
                        settings_.follow);
}

std::optional<file_status> os_filesystem::status(std::string_view path) const {
    return status_of(look_up(path, path_flags).get());
}

std::optional<opened_file> os_filesystem::open(std::string_view path) const {
    // Looked at first, for to open a FIFO is to let its writer go on, and a device may act.
    if (!status(path)) return {};
    opened_file file;
    file.fd = look_up(path, open_flags);
    const auto now = status_of(file.fd.get());
    if (!now) return {};
    file.status = *now;
    return file;
}

std::optional<directory_entries> os_filesystem::list(std::string_view path,
                                                     std::size_t most) const {
    asyncore::unique_fd fd = look_up(path, open_flags | O_DIRECTORY);
    const std::unique_ptr<DIR, int (*)(DIR*)> names(fd ? ::fdopendir(fd.get()) : nullptr,
                                                    ::closedir);
    if (!names) return {};
    fd.release();
    std::string prefix(path);
    if (!prefix.ends_with('/')) prefix += '/';
    directory_entries found;
    while (const dirent* one = ::readdir(names.get())) {
        std::string name = one->d_name;
        if (name == "." || name == "..") continue;
        const auto status = this->status(prefix + name);
        if (!status) continue;
        if (found.entries.size() == most) {
            found.cut_short = true;
            break;
        }
        found.entries.push_back({std::move(name), *status});
    }
    std::sort(found.entries.begin(), found.entries.end(), is_before);
    return found;
}

} // namespace medusa
