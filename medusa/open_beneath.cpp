#include "medusa/open_beneath.hpp"

#include <cerrno>
#include <cstdint>
#include <string_view>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace medusa {

namespace {

int openat2(int root, const char* path, int flags, std::uint64_t resolve) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags);
    how.resolve = resolve;
    // EAGAIN: something was renamed meanwhile, and the kernel cannot tell whether it matters.
    for (int tries = 0; tries < 8; ++tries) {
        const long fd = ::syscall(SYS_openat2, root, path, &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN) return static_cast<int>(fd);
    }
    return -1;
}

bool is_missing(int error) {
    return error == ENOSYS || error == EPERM || error == E2BIG || error == EINVAL;
}

} // namespace

asyncore::unique_fd walk_beneath(int root, std::string_view path, int flags) {
    asyncore::unique_fd here(::openat(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
    bool opened = false; // the last step
    while (here && !path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string name(path.substr(0, slash));
        const bool last = slash == std::string_view::npos;
        path.remove_prefix(last ? path.size() : slash + 1);
        if (name.empty() || name == ".") continue;
        const int how = last ? flags : O_PATH | O_DIRECTORY | O_CLOEXEC;
        here.reset(::openat(here.get(), name.c_str(), how | O_NOFOLLOW));
        opened = last;
    }
    // "." or a path that ends in a slash: a directory, and as it is asked for.
    if (here && !opened) here.reset(::openat(here.get(), ".", flags | O_DIRECTORY));
    return here;
}

asyncore::unique_fd open_beneath(int root, const std::string& path, int flags,
                                 os_filesystem::links follow) {
    if (follow == os_filesystem::links::anywhere)
        return asyncore::unique_fd(::openat(root, path.c_str(), flags));
    std::uint64_t resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    if (follow == os_filesystem::links::never) resolve |= RESOLVE_NO_SYMLINKS;
    asyncore::unique_fd fd(openat2(root, path.c_str(), flags, resolve));
    if (!fd && is_missing(errno)) fd = walk_beneath(root, path, flags);
    return fd;
}

} // namespace medusa
