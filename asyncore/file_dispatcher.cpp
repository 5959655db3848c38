#include "asyncore/file_dispatcher.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/sigpipe.hpp"

#include <cerrno>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace asyncore {

file_dispatcher::file_dispatcher(unique_fd fd, socket_map& map) : dispatcher(map) {
    ignore_sigpipe();
    unwatched_when_idle_ = true;
    set_file(std::move(fd));
}

void file_dispatcher::set_file(unique_fd fd) {
    if (fileno() >= 0) throw std::logic_error("file_dispatcher: it has a file already");
    const int flags = ::fcntl(fd.get(), F_GETFL);
    if (flags < 0) throw_errno("fcntl");
    if (!(flags & O_NONBLOCK)) {
        if (::fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) < 0) throw_errno("fcntl");
        if (::isatty(fd.get())) restore_flags_ = flags;
    }
    set_connected(true);
    adopt(std::move(fd));
}

file_dispatcher::~file_dispatcher() {
    restore_flags();
}

void file_dispatcher::restore_flags() noexcept {
    if (restore_flags_ >= 0 && fileno() >= 0) ::fcntl(fileno(), F_SETFL, restore_flags_);
    restore_flags_ = -1;
}

void file_dispatcher::close() {
    restore_flags();
    dispatcher::close();
}

std::size_t file_dispatcher::send(std::string_view data) {
    for (;;) {
        const ssize_t sent = ::write(fileno(), data.data(), data.size());
        if (sent >= 0) return static_cast<std::size_t>(sent);
        if (!is_to_be_repeated("write")) return 0;
    }
}

std::size_t file_dispatcher::recv(char* buffer, std::size_t size) {
    for (;;) {
        const ssize_t got = ::read(fileno(), buffer, size);
        if (got > 0) return static_cast<std::size_t>(got);
        if (got == 0) {
            handle_eof();
            return 0;
        }
        if (errno == EIO) { // a terminal or pty whose other end is gone
            handle_close();
            return 0;
        }
        if (!is_to_be_repeated("read")) return 0;
    }
}

} // namespace asyncore
