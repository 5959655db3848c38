#include "asyncore/dispatcher.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/reactor.hpp"
#include "asyncore/transport.hpp"

#include <cerrno>
#include <exception>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>

namespace asyncore {

namespace {

// Kept in the set for the sake of a hang-up alone: the kernel reports it whatever is asked for.
constexpr std::uint32_t only_hangup = EPOLLHUP | EPOLLERR;
constexpr std::uint32_t hung_up = EPOLLHUP | EPOLLERR | POLLNVAL;

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

// A peer that resets before it is accepted leaves a socket without a peer's name, but with an error
// to tell, which one that was never connected has not.
bool was_reset(int fd) {
    pollfd asked{fd, 0, 0};
    return ::poll(&asked, 1, 0) == 1 && (asked.revents & POLLERR);
}

address name_of(int fd, int (*ask)(int, sockaddr*, socklen_t*)) {
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    auto* where = reinterpret_cast<sockaddr*>(&storage);
    if (fd < 0 || ask(fd, where, &length) < 0) return {};
    return address::from_sockaddr(where, length);
}

} // namespace

dispatcher::dispatcher(socket_map& map) : map_(&map) {}

dispatcher::dispatcher(unique_fd socket, socket_map& map) : map_(&map) {
    set_socket(std::move(socket));
}

dispatcher::~dispatcher() = default;

void dispatcher::adopt(unique_fd fd) {
    if (fd_) throw std::logic_error("dispatcher: it has a socket already");
    fd_ = std::move(fd);
    transport_.reset();
    closing_ = false;
    left_ = input_left::nothing;
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
        connected_ = was_reset(socket.get()); // what is read or sent next says that it is over
    }
    adopt(std::move(socket));
}

void dispatcher::create_socket(int family, int type) {
    unique_fd fd(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd) throw_errno("socket");
    stream_ = type == SOCK_STREAM;
    adopt(std::move(fd));
}

address dispatcher::addr() const {
    if (connecting_)
        if (auto peer = map_->wait().connecting(fileno()); !peer.empty()) return peer;
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
    if (connecting_) map_->wait().connecting(fileno(), {});
    map_->remove(fileno());
}

std::size_t dispatcher::send(std::string_view data) {
    if (transport_) [[unlikely]]
        return transport_send(data);
    for (;;) {
        const ssize_t sent = ::send(fileno(), data.data(), data.size(), MSG_NOSIGNAL);
        if (sent >= 0) return static_cast<std::size_t>(sent);
        if (!is_to_be_repeated("send")) return 0;
    }
}

std::size_t dispatcher::recv(char* buffer, std::size_t size) {
    if (transport_) [[unlikely]]
        return transport_recv(buffer, size);
    for (;;) {
        const ssize_t got = ::recv(fileno(), buffer, size, 0);
        if (got > 0) {
            const auto taken = static_cast<std::size_t>(got);
            if (taken < size && left_ == input_left::maybe) left_ = input_left::nothing;
            return taken;
        }
        if (got == 0) {
            if (stream_) handle_eof();
            return 0;
        }
        if (!is_to_be_repeated("recv")) return 0;
    }
}

bool dispatcher::is_to_be_repeated(const char* failed_call) {
    const int error = errno;
    if (error == EINTR) return true;
    if (would_block(error)) return false;
    if (!disconnected({error, std::generic_category()})) throw_errno(error, failed_call);
    handle_close();
    return false;
}

void dispatcher::close() {
    const auto keep = weak_from_this().lock();
    if (connecting_ && !fd_) map_->wait().forget_lookup(*this);
    connected_ = accepting_ = connecting_ = false;
    closing_ = true;
    if (transport_) transport_->close();
    del_channel();
    fd_.reset();
}

std::uint32_t dispatcher::wanted() {
    if (accepting_) return readable() && !resting_ ? std::uint32_t{EPOLLIN} : 0;
    // A stream that is neither connected nor on its way there is hung up in the kernel's eyes.
    if (stream_ && !connected_ && !connecting_) return 0;
    if (transport_) [[unlikely]]
        return transport_wanted();
    std::uint32_t events = 0;
    if (readable()) events |= stream_ ? EPOLLIN | EPOLLPRI : EPOLLIN;
    if (connecting_ || writable()) events |= EPOLLOUT;
    if (events == 0 && !unwatched_when_idle_) events = only_hangup;
    // With EPOLLRDHUP an event says whether an end stands behind its input.
    if (edge_triggered_ && events == (EPOLLIN | EPOLLPRI)) events |= EPOLLET | EPOLLRDHUP;
    return events;
}

void dispatcher::interest_changed() {
    if (!in_map_) return;
    const std::uint32_t events = wanted();
    const bool again = std::exchange(left_, input_left::nothing) != input_left::nothing;
    if (in_map_) map_->set_interest(fileno(), events, again); // a predicate may have closed it
}

void dispatcher::readwrite(std::uint32_t events) {
    const bool member = in_map_; // read() and write() may be called for one that is in no map
    const int fd = fileno();
    const std::uint32_t generation = member ? map_->generation(fd) : 0;
    // What is left of the events is not for a socket opened anew in a hook, whatever its number.
    const auto still = [&] {
        return !member || (in_map_ && fileno() == fd && map_->generation(fd) == generation);
    };
    if (edge_triggered_) left_ = events == EPOLLIN ? input_left::maybe : input_left::surely;
    try {
        if (transport_) [[unlikely]]
            events = transport_->handle_events(events);
        if (events & EPOLLIN) handle_read_event();
        if ((events & EPOLLOUT) && still()) handle_write_event();
        if ((events & EPOLLPRI) && still()) handle_expt_event();
        // With something left to read, the end of it will say what happened.
        if ((events & hung_up) && !(events & EPOLLIN) && still()) handle_hang_up();
        at_ = handling::none;
        interest_changed();
    } catch (...) {
        const struct at_the_end {
            ~at_the_end() { at = handling::none; }
            handling& at;
        } reset{at_};
        handle_exception();
    }
}

void dispatcher::handle_hang_up() {
    at_ = handling::close;
    if (!stream_) {
        const int error = pending_error(fileno());
        // Nobody at the other end of a datagram socket now may be followed by somebody.
        if (error != 0 && error != ENOTSOCK)
            throw_errno(error, "datagram to " + addr().to_string());
    }
    handle_close();
}

void dispatcher::call_soon(std::function<void()> function) {
    map_->wait().call_soon([weak = weak_from_this(), call = std::move(function)] {
        if (const auto self = weak.lock()) self->guarded(call);
    });
}

void dispatcher::handle_exception() {
    try {
        tell_exception();
    } catch (...) {
        // The loop may be entered again, and what was pushed before is to be sent then.
        try {
            interest_changed();
        } catch (...) { // NOLINT(bugprone-empty-catch): the first one is the one to tell
        }
        throw;
    }
    interest_changed();
}

void dispatcher::tell_exception() {
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

bool dispatcher::reached() {
    if (connected_ || !connecting_) return true;
    handle_connect_event();
    return connected_; // the hook may have closed it, opened it anew, or started TLS
}

void dispatcher::handle_read_event() {
    if (accepting_) {
        at_ = handling::accept;
        handle_accept();
        return;
    }
    if (!reached()) return;
    at_ = handling::read;
    if (!closing_) handle_read();
}

void dispatcher::handle_connect_event() {
    at_ = handling::connect;
    if (const int error = pending_error(fileno())) {
        const address peer = addr();
        auto next = map_->wait().take_next(fileno());
        if (!next.empty() && set_out(std::move(next)) == 0) return;
        throw_errno(error, peer.empty() ? "connect" : "connect " + peer.to_string());
    }
    connected_ = true;
    if (std::exchange(connecting_, false)) map_->wait().connecting(fileno(), {});
    handle_connect();
}

void dispatcher::handle_write_event() {
    if (accepting_) return;
    if (!reached()) return;
    at_ = handling::write;
    if (!closing_) handle_write();
}

void dispatcher::handle_expt_event() {
    at_ = handling::expt;
    if (pending_error(fileno()) != 0)
        handle_close();
    else {
        handle_expt();
        // What the hook left would be an event again and again.
        char urgent;
        if (fileno() >= 0) ::recv(fileno(), &urgent, 1, MSG_OOB | MSG_DONTWAIT);
    }
}

} // namespace asyncore
