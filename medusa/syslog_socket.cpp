#include "medusa/syslog_socket.hpp"

#include "asyncore/address.hpp"

#include <cerrno>
#include <ctime>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

namespace medusa {

namespace {

constexpr std::size_t max_line = 2000;

// RFC 3164 wants English names, whatever the locale.
void append_time(std::string& out) {
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::localtime_r(&now, &parts);
    char rest[32];
    std::strftime(rest, sizeof rest, " %e %H:%M:%S", &parts);
    out.append(months[parts.tm_mon]).append(rest);
}

} // namespace

syslog_socket::syslog_socket(std::string tag, int priority, std::string path)
    : tag_(std::move(tag)), priority_(priority), path_(std::move(path)) {
    static_cast<void>(asyncore::address::unix_path(path_));
}

bool syslog_socket::send(std::string_view datagram) {
    if (!fd_) {
        fd_.reset(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        sockaddr_storage to;
        const unsigned size = asyncore::address::unix_path(path_).to_sockaddr(&to);
        if (!fd_ || ::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&to), size) < 0) {
            fd_.reset();
            return false;
        }
    }
    if (::send(fd_.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL) >= 0) return true;
    if (errno != EAGAIN && errno != ENOBUFS && errno != EMSGSIZE) fd_.reset();
    return false;
}

void syslog_socket::write(std::string_view line) {
    std::string datagram = "<" + std::to_string(priority_) + ">";
    append_time(datagram);
    datagram.append(" ").append(tag_).append("[").append(std::to_string(::getpid())).append("]: ");
    datagram.append(line.substr(0, max_line));
    const bool connected = static_cast<bool>(fd_);
    if (send(datagram)) return;
    // A daemon that was started anew has another socket.
    if (connected && !fd_ && send(datagram)) return;
    ++dropped_;
}

} // namespace medusa
