#include "medusa/log_file.hpp"

#include "asyncore/errors.hpp"

#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace medusa {

namespace {

constexpr int moment_ms = 200;

} // namespace

log_file::log_file(std::string path, rotation rotate, mode_t mode)
    : path_(std::move(path)), rotate_(rotate), mode_(mode) {
    open();
}

void log_file::open() {
    constexpr int always = O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    asyncore::unique_fd fd(::open(path_.c_str(), O_WRONLY | always, mode_));
    // A pipe no one reads yet. With both ends ours it can be, and holds what fits until then.
    if (!fd && errno == ENXIO) fd.reset(::open(path_.c_str(), O_RDWR | always, mode_));
    if (!fd) asyncore::throw_errno("open " + path_);
    struct stat what {};
    regular_ = ::fstat(fd.get(), &what) == 0 && S_ISREG(what.st_mode);
    fd_ = std::move(fd);
}

std::error_code log_file::write(std::string_view data) noexcept {
    while (!data.empty()) {
        const ssize_t wrote = ::write(fd_.get(), data.data(), data.size());
        if (wrote < 0) {
            if (errno == EINTR) continue;
            if (asyncore::would_block(errno) && wait_for_room()) continue;
            if (std::exchange(reported_, errno) == errno) return {};
            return {reported_, std::generic_category()};
        }
        data.remove_prefix(static_cast<std::size_t>(wrote));
    }
    reported_ = 0;
    return rotate_if_due();
}

// Waits once: until a write has succeeded again, what follows is lost at once.
bool log_file::wait_for_room() const noexcept {
    const int error = errno;
    pollfd room{fd_.get(), POLLOUT, 0};
    const bool there = reported_ != error && ::poll(&room, 1, moment_ms) == 1;
    errno = error;
    return there;
}

std::error_code log_file::rotate_if_due() noexcept {
    if (!regular_ || rotate_.maxbytes <= 0) return {};
    // Asked for and not counted: others may append to the file, or logrotate may have emptied it.
    if (::lseek(fd_.get(), 0, SEEK_CUR) < rotate_.maxbytes) return {};
    if (rotate_.backups <= 0) {
        if (::ftruncate(fd_.get(), 0) == 0) return {};
        return {errno, std::generic_category()};
    }
    try {
        for (int i = rotate_.backups - 1; i > 0; --i) {
            const std::string older = path_ + "." + std::to_string(i + 1);
            ::rename((path_ + "." + std::to_string(i)).c_str(), older.c_str());
        }
        ::rename(path_.c_str(), (path_ + ".1").c_str());
        open();
        return {};
    } catch (const std::system_error& error) {
        return error.code(); // what is open goes on being written to
    } catch (...) {
        return std::make_error_code(std::errc::not_enough_memory);
    }
}

void log_file::reopen() {
    open();
}

void log_file::clear() {
    if (regular_ && ::unlink(path_.c_str()) < 0 && errno != ENOENT)
        asyncore::throw_errno("remove " + path_);
    open();
}

} // namespace medusa
