#include "supervisor_demo/daemon/service_notifier.hpp"

#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/format.hpp"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace supervisor {

service_notifier::service_notifier() {
    constexpr const char* variable = "NOTIFY_SOCKET";
    const char* socket = std::getenv(variable);
    if (socket && (socket[0] == '/' || socket[0] == '@') && socket[1] != 0) socket_ = socket;
    ::unsetenv(variable);
}

void service_notifier::ready(std::string_view status) const {
    send(format("READY=1\nMAINPID={}\nSTATUS={}\n", ::getpid(), status));
}

void service_notifier::reloading() const {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    send(format("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=Reloading\n",
                static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000));
}

void service_notifier::stopping() const {
    send("STOPPING=1\nSTATUS=Stopping\n");
}

void service_notifier::send(const std::string& state) const noexcept {
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    if (socket_.empty() || socket_.size() >= sizeof to.sun_path) return;
    std::memcpy(to.sun_path, socket_.data(), socket_.size());
    if (socket_.front() == '@') to.sun_path[0] = 0;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    const asyncore::unique_fd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (fd)
        ::sendto(fd.get(), state.data(), state.size(), MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&to), size);
}

} // namespace supervisor
