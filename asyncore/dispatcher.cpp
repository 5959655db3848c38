#include "asyncore/dispatcher.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/reactor.hpp"

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <memory>
#include <typeinfo>

#include <cxxabi.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>

namespace asyncore {

namespace {

constexpr int accepts_per_event = 64;

// Kept in the set for the sake of a hang-up alone: the kernel reports it whatever is asked for.
constexpr std::uint32_t only_hangup = EPOLLHUP | EPOLLERR;

std::string demangled(const std::type_info& type) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
    return status == 0 ? name.get() : type.name();
}

void set_nonblocking(int fd) {
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || (!(flags & O_NONBLOCK) && ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0))
        throw_errno("fcntl");
}

int pending_error(int fd) {
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0) return errno;
    return error;
}

address name_of(int fd, int (*ask)(int, sockaddr*, socklen_t*)) {
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    auto* where = reinterpret_cast<sockaddr*>(&storage);
    if (fd < 0 || ask(fd, where, &length) < 0) return {};
    return address::from_sockaddr(where, length);
}

// Answers are gathered before they are sent, so waiting for more to gather only costs time.
void set_nodelay(int fd) {
    const int one = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); // harmless where it is not TCP
}

} // namespace

dispatcher::dispatcher(socket_map& map) : map_(&map) {}

dispatcher::dispatcher(unique_fd socket, socket_map& map) : map_(&map) {
    set_socket(std::move(socket));
}

dispatcher::~dispatcher() = default;

void dispatcher::adopt(unique_fd fd) {
    assert(!fd_ && fd);
    fd_ = std::move(fd);
    closing_ = false;
    add_channel();
}

void dispatcher::set_socket(unique_fd socket) {
    set_nonblocking(socket.get());
    sockaddr_storage peer;
    socklen_t length = sizeof peer;
    connected_ = ::getpeername(socket.get(), reinterpret_cast<sockaddr*>(&peer), &length) == 0;
    int type = 0;
    length = sizeof type;
    ::getsockopt(socket.get(), SOL_SOCKET, SO_TYPE, &type, &length);
    stream_ = type == SOCK_STREAM;
    if (stream_ && !connected_) {
        int listening = 0;
        length = sizeof listening;
        ::getsockopt(socket.get(), SOL_SOCKET, SO_ACCEPTCONN, &listening, &length);
        accepting_ = listening != 0;
        if (accepting_) map_->wait().keep_spare();
    }
    adopt(std::move(socket));
}

void dispatcher::create_socket(int family, int type) {
    unique_fd fd(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd) throw_errno("socket");
    stream_ = type == SOCK_STREAM;
    adopt(std::move(fd));
}

void dispatcher::set_reuse_addr() {
    const int one = 1;
    if (::setsockopt(fileno(), SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0)
        throw_errno("setsockopt SO_REUSEADDR");
}

address dispatcher::addr() const {
    if (connected_ || connecting_) return name_of(fileno(), ::getpeername);
    return name_of(fileno(), ::getsockname);
}

void dispatcher::add_channel() {
    if (in_map_ || !fd_) return;
    auto self = weak_from_this().lock();
    if (!self) return; // still being constructed: make() comes back here
    map_->add(std::move(self));
    in_map_ = true;
    interest_changed();
}

void dispatcher::del_channel() {
    if (!in_map_) return;
    in_map_ = false;
    map_->remove(fileno());
}

void dispatcher::bind(const address& local) {
    sockaddr_storage storage;
    const unsigned length = local.to_sockaddr(&storage);
    if (::bind(fileno(), reinterpret_cast<sockaddr*>(&storage), length) < 0)
        throw_errno("bind " + local.to_string());
}

void dispatcher::listen(int backlog) {
    set_nodelay(fileno()); // what it accepts inherits it
    if (::listen(fileno(), backlog) < 0) throw_errno("listen " + addr().to_string());
    accepting_ = true;
    map_->wait().keep_spare();
    interest_changed();
}

void dispatcher::connect(const address& peer) {
    sockaddr_storage storage;
    const unsigned length = peer.to_sockaddr(&storage);
    set_nodelay(fileno());
    connected_ = false;
    connecting_ = true;
    if (::connect(fileno(), reinterpret_cast<sockaddr*>(&storage), length) == 0) {
        handle_connect_event();
    } else if (!would_block(errno) && errno != EINTR) {
        connecting_ = false;
        throw_errno("connect " + peer.to_string());
    }
    interest_changed();
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
    case ECONNABORTED:
        return {};
    case EMFILE:
    case ENFILE:
        log_info("out of descriptors: a connection was dropped", log_level::warning);
        map_->wait().drop_connection(fileno());
        return {};
    default:
        throw_errno("accept");
    }
}

std::size_t dispatcher::send(std::string_view data) {
    for (;;) {
        const ssize_t sent = ::send(fileno(), data.data(), data.size(), MSG_NOSIGNAL);
        if (sent >= 0) return static_cast<std::size_t>(sent);
        if (errno == EINTR) continue;
        if (would_block(errno)) return 0;
        const int error = errno;
        if (!disconnected({error, std::generic_category()})) throw_errno(error, "send");
        handle_close();
        return 0;
    }
}

std::size_t dispatcher::recv(char* buffer, std::size_t size) {
    for (;;) {
        const ssize_t got = ::recv(fileno(), buffer, size, 0);
        if (got > 0) return static_cast<std::size_t>(got);
        if (got == 0) {
            if (stream_) handle_eof();
            return 0;
        }
        if (errno == EINTR) continue;
        if (would_block(errno)) return 0;
        const int error = errno;
        if (!disconnected({error, std::generic_category()})) throw_errno(error, "recv");
        handle_close();
        return 0;
    }
}

void dispatcher::close() {
    const auto keep = weak_from_this().lock();
    connected_ = accepting_ = connecting_ = false;
    closing_ = true;
    del_channel();
    fd_.reset();
}

std::uint32_t dispatcher::wanted() {
    if (accepting_) return readable() ? std::uint32_t{EPOLLIN} : 0;
    // A stream that is neither connected nor on its way there is hung up in the kernel's eyes.
    if (stream_ && !connected_ && !connecting_) return 0;
    std::uint32_t events = 0;
    if (readable()) events |= stream_ ? EPOLLIN | EPOLLPRI : EPOLLIN;
    if (connecting_ || writable()) events |= EPOLLOUT;
    if (events == 0 && !unwatched_when_idle_) events = only_hangup;
    return events;
}

void dispatcher::interest_changed() {
    if (in_map_) map_->set_interest(fileno(), wanted());
}

void dispatcher::readwrite(std::uint32_t events) {
    try {
        if (events & EPOLLIN) handle_read_event();
        if ((events & EPOLLOUT) && in_map_) handle_write_event();
        if ((events & EPOLLPRI) && in_map_) handle_expt_event();
        // With something left to read, the end of it will say what happened.
        if ((events & (EPOLLHUP | EPOLLERR)) && !(events & EPOLLIN) && in_map_) handle_close();
    } catch (...) {
        handle_exception();
    }
    interest_changed();
}

void dispatcher::call_soon(std::function<void()> function) {
    map_->wait().call_soon([weak = weak_from_this(), call = std::move(function)] {
        if (const auto self = weak.lock()) self->guarded(call);
    });
}

void dispatcher::handle_exception() {
    try {
        throw;
    } catch (const exit_now&) {
        throw;
    } catch (const std::system_error& error) {
        if (!disconnected(error.code())) {
            handle_error();
            return;
        }
    } catch (...) {
        handle_error();
        return;
    }
    try {
        handle_close();
    } catch (const exit_now&) {
        throw;
    } catch (...) {
        handle_error();
    }
}

void dispatcher::handle_read_event() {
    if (accepting_) {
        handle_accept();
        return;
    }
    if (!connected_ && connecting_) handle_connect_event();
    if (in_map_) handle_read();
}

void dispatcher::handle_connect_event() {
    if (const int error = pending_error(fileno())) throw_errno(error, "connect");
    connected_ = true;
    connecting_ = false;
    handle_connect();
}

void dispatcher::handle_write_event() {
    if (accepting_) return;
    if (!connected_ && connecting_) handle_connect_event();
    if (in_map_) handle_write();
}

void dispatcher::handle_expt_event() {
    if (pending_error(fileno()) != 0)
        handle_close();
    else {
        handle_expt();
        // What the hook left would be an event again and again.
        char urgent;
        if (fileno() >= 0) ::recv(fileno(), &urgent, 1, MSG_OOB | MSG_DONTWAIT);
    }
}

void dispatcher::handle_error() {
    std::string what = "unknown exception";
    try {
        throw;
    } catch (const std::exception& error) {
        what = demangled(typeid(error)) + ": " + error.what();
    } catch (...) {
    }
    log_info("uncaptured exception, closing channel " + repr() + " (" + what + ")",
             log_level::error);
    try {
        handle_close();
    } catch (...) {
        close();
    }
}

void dispatcher::handle_accept() {
    for (int i = 0; i < accepts_per_event && accepting_; ++i) {
        auto next = accept();
        if (!next) return;
        handle_accepted(std::move(next->socket), next->addr);
    }
}

void dispatcher::handle_accepted(unique_fd, const address&) {
    log_info("unhandled accepted event", log_level::warning);
}

void dispatcher::handle_read() {
    log_info("unhandled read event", log_level::warning);
}
void dispatcher::handle_write() {
    log_info("unhandled write event", log_level::warning);
}
void dispatcher::handle_connect() {
    log_info("unhandled connect event", log_level::warning);
}
void dispatcher::handle_expt() {
    log_info("unhandled incoming priority event", log_level::warning);
}
void dispatcher::handle_eof() {
    handle_close();
}

void dispatcher::handle_close() {
    log_info("unhandled close event", log_level::warning);
    close();
}

void dispatcher::log_info(std::string_view message, log_level level) {
    log(level, message);
}

std::string dispatcher::repr() const {
    std::string text = "<" + demangled(typeid(*this));
    if (accepting_) text += " listening";
    if (connected_) text += " connected";
    const address where = addr();
    if (!where.empty()) text += " " + where.to_string();
    return text + ">";
}

} // namespace asyncore
