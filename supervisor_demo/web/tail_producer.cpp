#include "supervisor_demo/web/tail_producer.hpp"

#include "asyncore/errors.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace supervisor {

namespace {

constexpr const char* truncated = "==> File truncated <==\n";

} // namespace

tail_producer::tail_producer(std::string path, std::uint64_t head, asyncore::socket_map& map,
                             std::function<void()> news)
    : path_(std::move(path)), map_(map), news_(std::move(news)) {
    open();
    watch();
    struct stat about {};
    if (::fstat(file_.get(), &about) != 0) asyncore::throw_errno("cannot read " + path_);
    offset_ = std::max<off_t>(0, about.st_size - static_cast<off_t>(head));
}

void tail_producer::open() {
    // O_NONBLOCK: to open a FIFO would wait for someone to write to it.
    asyncore::unique_fd file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) asyncore::throw_errno("cannot open " + path_);
    struct stat about {};
    if (::fstat(file.get(), &about) != 0) asyncore::throw_errno("cannot read " + path_);
    const bool empty_device = S_ISCHR(about.st_mode) && ::lseek(file.get(), 0, SEEK_END) == 0;
    if (!S_ISREG(about.st_mode) && !empty_device)
        asyncore::throw_errno(ESPIPE, "cannot follow " + path_);
    file_ = std::move(file);
    device_ = about.st_dev;
    inode_ = about.st_ino;
    modified_ = about.st_mtim.tv_sec;
    offset_ = 0;
}

void tail_producer::watch() {
    // The old watch goes after the new one is there, so that the watcher is not made anew.
    watch_ = file_watcher::of(map_)->add(path_, [this] {
        changed_ = true;
        const auto news = news_; // this may be gone before it returns
        news();
    });
}

bool tail_producer::ready() {
    if (piece_.empty() && changed_) look();
    return !piece_.empty();
}

std::string tail_producer::more() {
    ready();
    return std::exchange(piece_, {});
}

void tail_producer::look() {
    do {
        if (read_piece()) return;
        if (was_cut_short()) {
            offset_ = 0;
            piece_ = truncated;
            return;
        }
    } while (follow());
    changed_ = false;
}

bool tail_producer::read_piece() {
    piece_.resize(piece_size);
    ssize_t got = 0;
    do {
        got = ::pread(file_.get(), piece_.data(), piece_.size(), offset_);
    } while (got < 0 && errno == EINTR);
    piece_.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    piece_.shrink_to_fit();
    offset_ += static_cast<off_t>(piece_.size());
    return !piece_.empty();
}

bool tail_producer::was_cut_short() const {
    struct stat about {};
    return ::fstat(file_.get(), &about) == 0 && about.st_size < offset_;
}

// Whether there is another file now. The name may be free for a moment, or for good.
bool tail_producer::follow() {
    struct stat about {};
    if (::stat(path_.c_str(), &about) != 0) return false;
    if (about.st_dev == device_ && about.st_ino == inode_) return false;
    try {
        open();
        watch();
    } catch (const std::system_error&) {
        return false;
    }
    return true;
}

} // namespace supervisor
