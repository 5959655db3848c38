#include "asyncore/readwrite.hpp"

#include "asyncore/dispatcher.hpp"

#include <poll.h>
#include <sys/epoll.h>

namespace asyncore {

// What the loop is told by epoll is what poll(2) would say.
static_assert(POLLIN == EPOLLIN && POLLOUT == EPOLLOUT && POLLPRI == EPOLLPRI &&
              POLLHUP == EPOLLHUP && POLLERR == EPOLLERR);

void readwrite(dispatcher& channel, unsigned flags) {
    const auto keep = channel.weak_from_this().lock();
    channel.readwrite(flags);
}

void read(dispatcher& channel) {
    readwrite(channel, POLLIN);
}

void write(dispatcher& channel) {
    readwrite(channel, POLLOUT);
}

void _exception(dispatcher& channel) {
    readwrite(channel, POLLPRI);
}

} // namespace asyncore
