// The verbs of a socket with an address: bind, listen, connect.
#include "asyncore/dispatcher.hpp"
#include "asyncore/errors.hpp"
#include "asyncore/reactor.hpp"
#include "asyncore/resolver.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

namespace asyncore {

namespace {

// Answers are gathered before they are sent, so waiting for more to gather only costs time.
void set_nodelay(int fd) {
    const int one = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); // harmless where it is not TCP
}

} // namespace

void dispatcher::bind(const address& local) {
    if (local.empty()) throw std::invalid_argument("bind: no address");
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

int dispatcher::start_connecting(const address& peer) {
    sockaddr_storage storage;
    const unsigned length = peer.to_sockaddr(&storage);
    set_nodelay(fileno());
    connected_ = false;
    connecting_ = true;
    map_->wait().connecting(fileno(), peer);
    if (::connect(fileno(), reinterpret_cast<sockaddr*>(&storage), length) == 0) return 0;
    // EAGAIN is not among them: a Unix socket whose listener's queue is full is on no way.
    if (errno == EINPROGRESS || errno == EINTR) return EINPROGRESS;
    const int error = errno;
    connecting_ = false;
    map_->wait().connecting(fileno(), {});
    return error;
}

void dispatcher::connect(const address& peer) {
    if (peer.empty()) throw std::invalid_argument("connect: no address");
    const auto keep = weak_from_this().lock();
    const int error = start_connecting(peer);
    if (error == 0)
        handle_connect_event();
    else if (error != EINPROGRESS)
        throw_errno(error, "connect " + peer.to_string());
    interest_changed();
}

void dispatcher::connect(std::vector<address> peers) {
    if (peers.empty()) throw std::invalid_argument("connect: no address");
    if (fd_) throw std::logic_error("dispatcher: it has a socket already");
    const auto keep = weak_from_this().lock();
    const std::string last = peers.back().to_string();
    std::reverse(peers.begin(), peers.end());
    if (const int error = set_out(std::move(peers))) throw_errno(error, "connect " + last);
}

void dispatcher::connect(std::string_view host, std::uint16_t port) {
    if (fd_) throw std::logic_error("dispatcher: it has a socket already");
    const auto self = shared_from_this();
    const auto answered = [self, where = std::string(host) + ":" + std::to_string(port)](
                              std::error_code error, std::vector<address> found) {
        self->connecting_ = false;
        self->map_->wait().forget_lookup(*self);
        self->guarded([&] {
            if (error) throw std::system_error(error, "connect " + where);
            self->connect(std::move(found));
        });
    };
    map_->wait().looks_up(self, resolve(host, port, answered, *map_));
    closing_ = false;
    connecting_ = true;
}

int dispatcher::set_out(std::vector<address> peers) {
    int error = 0;
    while (!peers.empty()) {
        const address peer = std::move(peers.back());
        peers.pop_back();
        unique_fd fresh(::socket(peer.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (!fresh) {
            error = errno;
            continue;
        }
        if (!fd_) {
            stream_ = true;
            adopt(std::move(fresh));
        } else {
            // In the place of the old one, as a transport knows the number. Not the same for epoll.
            del_channel();
            if (::dup3(fresh.get(), fileno(), O_CLOEXEC) < 0) throw_errno("dup3");
            add_channel();
        }
        error = start_connecting(peer);
        if (error != 0 && error != EINPROGRESS) continue;
        map_->wait().set_next(fileno(), std::move(peers));
        if (error == 0) handle_connect_event();
        interest_changed();
        return 0;
    }
    return error;
}

} // namespace asyncore
