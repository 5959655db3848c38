#pragma once

#include <stdexcept>
#include <string_view>
#include <system_error>

namespace asyncore {

/// Thrown by a hook to leave loop(): the one exception the funnel in dispatcher lets through.
/// Source: CPython's asyncore.ExitNow.
class exit_now : public std::exception {
public:
    const char* what() const noexcept override { return "exit_now"; }
};

/// True for the errors that mean "the peer is gone": ECONNRESET, ENOTCONN, ESHUTDOWN, ECONNABORTED,
/// EPIPE, EBADF. They become handle_close() and never handle_error().
/// Source: CPython's asyncore._DISCONNECTED.
bool disconnected(const std::error_code& error) noexcept;

/// True for "try again when the loop says so": EAGAIN, EWOULDBLOCK, EINPROGRESS.
bool would_block(int error) noexcept;

/// Throws std::system_error for the current errno; `what` says what could not be done.
[[noreturn]] void throw_errno(std::string_view what);
[[noreturn]] void throw_errno(int error, std::string_view what);

} // namespace asyncore
