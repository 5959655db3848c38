#include "medusa/filesystem.hpp"

#include "asyncore/errors.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <utility>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace medusa {

namespace {

// O_NONBLOCK: opening a fifo someone left in the tree must not wait for its writer.
constexpr int open_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

int open_beneath(int root, const char* path) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(open_flags);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    return static_cast<int>(::syscall(SYS_openat2, root, path, &how, sizeof how));
}

// For kernels and sandboxes without openat2: step by step, and through no link at all.
asyncore::unique_fd walk(int root, std::string_view path) {
    asyncore::unique_fd here(::openat(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
    while (here && !path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string name(path.substr(0, slash));
        const bool last = slash == std::string_view::npos;
        path.remove_prefix(last ? path.size() : slash + 1);
        if (name.empty() || name == ".") continue;
        here.reset(::openat(here.get(), name.c_str(),
                            O_NOFOLLOW | (last ? open_flags : O_PATH | O_DIRECTORY | O_CLOEXEC)));
    }
    return here;
}

bool has_dot_dot(std::string_view path) {
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (path.substr(begin, end - begin) == "..") return true;
        begin = end + 1;
    }
    return false;
}

std::string make_etag(const struct stat& status) {
    char text[64] = "\"";
    char* at = std::to_chars(text + 1, text + 40, status.st_size, 16).ptr;
    *at++ = '-';
    const auto time = status.st_mtim.tv_sec * 1'000'000'000L + status.st_mtim.tv_nsec;
    at = std::to_chars(at, text + 63, time, 16).ptr;
    *at++ = '"';
    return std::string(text, at);
}

} // namespace

os_filesystem::os_filesystem(const std::string& root)
    : root_(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    if (!root_) asyncore::throw_errno("open " + root);
}

std::optional<opened_file> os_filesystem::open(std::string_view path) const {
    if (path.find('\0') != std::string_view::npos || has_dot_dot(path)) return {};
    while (path.starts_with('/'))
        path.remove_prefix(1);
    const std::string relative(path.empty() ? "." : path);
    asyncore::unique_fd fd(open_beneath(root_.get(), relative.c_str()));
    if (!fd && (errno == ENOSYS || errno == EPERM || errno == E2BIG || errno == EINVAL))
        fd = walk(root_.get(), relative);
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) < 0) return {};
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return {};
    opened_file file;
    file.is_directory = S_ISDIR(status.st_mode);
    file.size = static_cast<std::uint64_t>(status.st_size);
    file.modified = http_time(std::chrono::seconds(status.st_mtim.tv_sec));
    file.etag = make_etag(status);
    file.fd = std::move(fd);
    return file;
}

} // namespace medusa
