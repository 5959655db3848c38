#include "asyncore/unique_fd.hpp"

#include <unistd.h>

namespace asyncore {

void unique_fd::reset(int fd) noexcept {
    if (fd_ >= 0) ::close(fd_); // EINTR on Linux has closed it all the same
    fd_ = fd;
}

} // namespace asyncore
