#include "medusa/upload_tree.hpp"

#include "asyncore/errors.hpp"
#include "medusa/open_beneath.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace medusa {

namespace {

constexpr int folder_flags = O_PATH | O_DIRECTORY | O_CLOEXEC;

std::error_code last_error() {
    return {errno, std::generic_category()};
}

std::string temporary_name() {
    std::uint64_t number = 0;
    if (::getrandom(&number, sizeof number, 0) != sizeof number) asyncore::throw_errno("getrandom");
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(number));
    return std::string(upload_tree::temporary_prefix) + digits;
}

bool has_dot_dot(std::string_view path) {
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (path.substr(begin, end - begin) == "..") return true;
        begin = end + 1;
    }
    return false;
}

} // namespace

upload_tree::upload_tree(const std::string& root) : root_(::open(root.c_str(), folder_flags)) {
    if (!root_) asyncore::throw_errno("open " + root);
}

upload_tree::place upload_tree::find(std::string_view path) const {
    place found;
    while (path.starts_with('/'))
        path.remove_prefix(1);
    const std::size_t slash = path.rfind('/');
    const bool in_root = slash == std::string_view::npos;
    found.name = path.substr(in_root ? 0 : slash + 1);
    if (found.name.empty() || found.name == "." || has_dot_dot(path) ||
        path.find('\0') != std::string_view::npos || found.name.starts_with(temporary_prefix)) {
        found.wrong = std::make_error_code(std::errc::invalid_argument);
        return found;
    }
    found.folder = open_beneath(root_.get(), in_root ? "." : std::string(path.substr(0, slash)),
                                folder_flags, os_filesystem::links::beneath);
    if (!found.folder) found.wrong = last_error();
    return found;
}

upload_tree::kind upload_tree::look(std::string_view path) const {
    const place at = find(path);
    struct stat status {};
    if (at.wrong || ::fstatat(at.folder.get(), at.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0)
        return kind::nothing;
    return S_ISREG(status.st_mode) ? kind::regular : kind::other;
}

upload_tree::file upload_tree::create(std::string_view path, std::error_code& wrong) const {
    place at = find(path);
    file made;
    wrong = at.wrong;
    if (wrong) return made;
    std::string temporary = temporary_name();
    made.fd_.reset(::openat(at.folder.get(), temporary.c_str(),
                            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!made.fd_) {
        wrong = last_error();
        return made;
    }
    made.temporary_ = std::move(temporary);
    made.folder_ = std::move(at.folder);
    made.name_ = std::move(at.name);
    return made;
}

std::error_code upload_tree::remove(std::string_view path) const {
    const place at = find(path);
    if (at.wrong) return at.wrong;
    return ::unlinkat(at.folder.get(), at.name.c_str(), 0) < 0 ? last_error() : std::error_code();
}

upload_tree::file::~file() {
    if (folder_ && !temporary_.empty()) ::unlinkat(folder_.get(), temporary_.c_str(), 0);
}

void upload_tree::file::write(std::string_view data) {
    while (!data.empty()) {
        const ssize_t wrote = ::write(fd_.get(), data.data(), data.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) asyncore::throw_errno("write " + name_);
        data.remove_prefix(static_cast<std::size_t>(wrote));
    }
}

std::error_code upload_tree::file::commit(bool only_new, bool to_disk) noexcept {
    if (to_disk && ::fdatasync(fd_.get()) < 0) return last_error();
    // A link, as not every file system has RENAME_NOREPLACE; the temporary name goes afterwards.
    if (only_new) {
        if (::linkat(folder_.get(), temporary_.c_str(), folder_.get(), name_.c_str(), 0) < 0)
            return last_error();
        return {};
    }
    if (::renameat(folder_.get(), temporary_.c_str(), folder_.get(), name_.c_str()) < 0)
        return last_error();
    temporary_.clear();
    return {};
}

} // namespace medusa
