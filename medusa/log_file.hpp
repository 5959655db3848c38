#pragma once

#include "asyncore/unique_fd.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace medusa {

/// When a log is put aside. maxbytes 0: never. backups 0: it is emptied instead of kept.
struct rotation {
    std::int64_t maxbytes = 0;
    int backups = 0;
};

/// A file that is appended to, and put aside as file.1, file.2 ... once it has reached maxbytes.
///
/// Each write() is one write(2); nothing is held back. The size is looked at after a write, so that
/// a file may exceed maxbytes by what was written last. What is no regular file (/dev/stdout, a
/// pipe, a terminal) is only ever written to: not rotated, not sought in, not removed. A pipe that
/// is full is waited for a moment, and then what does not fit is lost: neither a reader that
/// sleeps nor one that has yet to come may stop a daemon. Source: Supervisor's RotatingFileHandler.
class log_file {
public:
    /// Opens `path`, creating it with `mode` less the umask. Throws std::system_error.
    explicit log_file(std::string path, rotation rotate = {}, mode_t mode = 0666);

    /// Writes all of `data`, then rotates if that is due. Never throws: a full disk must not stop a
    /// daemon. Returns what kept it from being done, once: further writes that fail the same way
    /// return nothing, until one succeeds.
    std::error_code write(std::string_view data) noexcept;

    /// Opens the path again, as after logrotate(8) has moved the file away. When that fails, the
    /// file open until now is kept and the error thrown as std::system_error.
    void reopen();

    /// Removes the file and opens a new one. A file that is already gone is no error.
    /// Throws std::system_error.
    void clear();

    const std::string& path() const noexcept { return path_; }
    int fileno() const noexcept { return fd_.get(); }

private:
    void open();
    bool wait_for_room() const noexcept;
    std::error_code rotate_if_due() noexcept;

    std::string path_;
    rotation rotate_;
    mode_t mode_;
    asyncore::unique_fd fd_;
    bool regular_ = false;
    int reported_ = 0; // the errno last returned by write()
};

} // namespace medusa
