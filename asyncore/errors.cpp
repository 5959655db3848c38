#include "asyncore/errors.hpp"

#include <cerrno>
#include <string>

namespace asyncore {

bool disconnected(const std::error_code& error) noexcept {
    if (error.category() != std::generic_category() && error.category() != std::system_category())
        return false;
    switch (error.value()) {
    case ECONNRESET:
    case ENOTCONN:
    case ESHUTDOWN:
    case ECONNABORTED:
    case EPIPE:
    case EBADF:
        return true;
    default:
        return false;
    }
}

bool would_block(int error) noexcept {
    return error == EAGAIN || error == EINPROGRESS;
}

void throw_errno(std::string_view what) {
    throw_errno(errno, what);
}

void throw_errno(int error, std::string_view what) {
    throw std::system_error(error, std::generic_category(), std::string(what));
}

} // namespace asyncore
