// The verbs of a socket that are not those of a stream: accepting, files, datagrams, options.
#include "asyncore/dispatcher.hpp"
#include "asyncore/errors.hpp"
#include "asyncore/reactor.hpp"
#include "asyncore/sigpipe.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

#include <netinet/in.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

namespace asyncore {

namespace {

void set_option(int fd, int level, int name, int value, std::string_view what) {
    if (::setsockopt(fd, level, name, &value, sizeof value) < 0) throw_errno(what);
}

int option(int fd, int name) {
    int value = 0;
    socklen_t length = sizeof value;
    if (::getsockopt(fd, SOL_SOCKET, name, &value, &length) < 0) throw_errno("getsockopt");
    return value;
}

} // namespace

void dispatcher::set_reuse_addr() {
    set_option(fileno(), SOL_SOCKET, SO_REUSEADDR, 1, "setsockopt SO_REUSEADDR");
}

void dispatcher::set_v6only(bool only) {
    set_option(fileno(), IPPROTO_IPV6, IPV6_V6ONLY, only, "setsockopt IPV6_V6ONLY");
}

std::pair<int, int> dispatcher::family_and_type() const {
    return {option(fileno(), SO_DOMAIN), option(fileno(), SO_TYPE)};
}

std::optional<accepted> dispatcher::accept() {
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    auto* from = reinterpret_cast<sockaddr*>(&storage);
    int fd = -1;
    do {
        fd = ::accept4(fileno(), from, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    } while (fd < 0 && errno == EINTR);
    if (fd >= 0) return accepted{unique_fd(fd), address::from_sockaddr(from, length)};
    switch (errno) {
    case EAGAIN:
    // What happened to one connection on its way is no fault of the others: accept(2), "Error
    // handling".
    case ECONNABORTED:
    case EPERM:
    case EPROTO:
    case ENETDOWN:
    case ENETUNREACH:
    case ENONET:
    case EHOSTDOWN:
    case EHOSTUNREACH:
        return {};
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM: {
        const int reason = errno;
        if (!map_->wait().drop_connection(fileno())) rest();
        if (const unsigned dropped = map_->wait().dropped_to_tell())
            log_info("accept: " + std::generic_category().message(reason) +
                         ": connections that wait are dropped (" + std::to_string(dropped) + ")",
                     log_level::error);
        return {};
    }
    default:
        throw_errno("accept");
    }
}

void dispatcher::rest() {
    resting_ = true;
    map_->wait().call_rested([weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->resting_ = false;
        self->interest_changed();
    });
}

std::size_t dispatcher::send_both(std::string_view first, std::string_view second) {
    const std::size_t sent = send(first);
    if (sent < first.size() || second.empty() || !fd_) return sent;
    return sent + send(second);
}

std::size_t dispatcher::send_in_one_call(std::string_view first, std::string_view second) {
    if (transport_) return dispatcher::send_both(first, second);
    // The kernel only reads of what these point to.
    iovec pieces[] = {{const_cast<char*>(first.data()), first.size()},
                      {const_cast<char*>(second.data()), second.size()}};
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = std::size(pieces);
    for (;;) {
        const ssize_t sent = ::sendmsg(fileno(), &message, MSG_NOSIGNAL);
        if (sent >= 0) return static_cast<std::size_t>(sent);
        if (!is_to_be_repeated("sendmsg")) return 0;
    }
}

std::optional<std::size_t> dispatcher::send_file(int fd, std::uint64_t offset, std::size_t size) {
    if (transport_) return {};
    ignore_sigpipe();
    for (;;) {
        auto from = static_cast<off_t>(offset);
        const ssize_t sent = ::sendfile(fileno(), fd, &from, size);
        if (sent > 0) return static_cast<std::size_t>(sent);
        if (sent == 0) return {};
        if (errno == EINTR) continue;
        if (would_block(errno)) return 0;
        const int error = errno;
        if (!disconnected({error, std::generic_category()}) || error == EBADF) return {};
        handle_close();
        return 0;
    }
}

bool dispatcher::sendto(std::string_view data, const address& to) {
    sockaddr_storage storage;
    const unsigned length = to.to_sockaddr(&storage);
    for (;;) {
        if (::sendto(fileno(), data.data(), data.size(), MSG_NOSIGNAL,
                     reinterpret_cast<sockaddr*>(&storage), length) >= 0)
            return true;
        if (errno == EINTR) continue;
        if (would_block(errno)) return false;
        throw_errno("sendto " + to.to_string());
    }
}

std::optional<datagram> dispatcher::recvfrom(char* buffer, std::size_t size) {
    sockaddr_storage storage{};
    for (;;) {
        socklen_t length = sizeof storage;
        auto* from = reinterpret_cast<sockaddr*>(&storage);
        const ssize_t got =
            ::recvfrom(fileno(), buffer, size, stream_ ? 0 : MSG_TRUNC, from, &length);
        if (got >= 0) {
            const auto whole = static_cast<std::size_t>(got);
            return datagram{std::min(whole, size), whole, address::from_sockaddr(from, length)};
        }
        if (errno == EINTR) continue;
        if (would_block(errno)) return {};
        throw_errno("recvfrom");
    }
}

} // namespace asyncore
