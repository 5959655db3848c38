#include "supervisor_demo/rpc/log_reading.hpp"

#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/rpc/faults.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace supervisor {

namespace {

struct opened {
    asyncore::unique_fd fd;
    std::int64_t size = 0;
};

// Nothing when it cannot be; O_NONBLOCK so that a FIFO does not stop the daemon.
std::optional<opened> open_log(const std::string& path) {
    asyncore::unique_fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat about {};
    if (!fd || ::fstat(fd.get(), &about) != 0) return {};
    if (S_ISREG(about.st_mode)) return opened{std::move(fd), about.st_size};
    // /dev/null is an empty file; a terminal or a FIFO is none.
    if (S_ISCHR(about.st_mode) && ::lseek(fd.get(), 0, SEEK_END) == 0)
        return opened{std::move(fd), 0};
    return {};
}

// At most `length` bytes from `offset`; less when the file ends or is cut short meanwhile.
std::optional<std::string> read_at(const opened& file, std::int64_t offset, std::int64_t length) {
    length = std::clamp<std::int64_t>(file.size - offset, 0, length);
    std::string bytes(static_cast<std::size_t>(length), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        const auto count = ::pread(file.fd.get(), bytes.data() + got, bytes.size() - got,
                                   offset + static_cast<off_t>(got));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return {};
        if (count == 0) break;
        got += static_cast<std::size_t>(count);
    }
    bytes.resize(got);
    return bytes;
}

// Parameters of a request may be anything; sums of them must not leave the type.
std::int64_t bounded(std::int64_t number) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 4;
    return std::clamp(number, -most, most);
}

} // namespace

std::string read_log(const std::string& path, std::int64_t offset, std::int64_t length) {
    offset = bounded(offset);
    if ((offset < 0 && length != 0) || length < 0) throw rpc_fault(fault::bad_arguments);
    const auto file = open_log(path);
    if (!file) throw rpc_fault(fault::failed);
    if (offset < 0) offset = std::max<std::int64_t>(0, file->size + offset);
    const auto bytes = read_at(*file, offset, length == 0 ? file->size : length);
    if (!bytes) throw rpc_fault(fault::failed);
    return *bytes;
}

log_tail tail_log(const std::string& path, std::int64_t offset, std::int64_t length) {
    offset = bounded(offset);
    length = bounded(length);
    const auto file = open_log(path);
    if (!file) return {"", offset, false};
    log_tail tail{"", file->size, false};
    if (file->size > offset + length) {
        tail.overflow = true;
        offset = file->size - 1;
    }
    if (offset + length > file->size) {
        if (offset > file->size - 1) length = 0;
        offset = file->size - length;
    }
    offset = std::max<std::int64_t>(0, offset);
    if (length <= 0) return tail;
    const auto bytes = read_at(*file, offset, length);
    if (!bytes) return {"", offset, false};
    tail.bytes = *bytes;
    return tail;
}

} // namespace supervisor
