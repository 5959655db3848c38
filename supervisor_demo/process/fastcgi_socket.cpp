#include "supervisor_demo/process/fastcgi_socket.hpp"

#include "asyncore/address.hpp"
#include "asyncore/errors.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/logging/logger.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace supervisor {

namespace {

// The socket has its name, but cannot be as it was asked for.
struct file_error : std::runtime_error {
    file_error(std::string_view what, int error, const std::string& path)
        : std::runtime_error(format("Could not change {} of socket file: [Errno {}] {}: {}", what,
                                    error, std::strerror(error), text::repr(path))) {}
};

std::string python_error(const std::system_error& error) {
    return format("[Errno {}] {}", error.code().value(), error.code().message());
}

asyncore::unique_fd new_socket(int family) {
    asyncore::unique_fd fd(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd) asyncore::throw_errno("socket");
    return fd;
}

void bind_to(int fd, const asyncore::address& local) {
    sockaddr_storage storage;
    const unsigned size = local.to_sockaddr(&storage);
    if (::bind(fd, reinterpret_cast<sockaddr*>(&storage), size) < 0)
        asyncore::throw_errno("bind " + local.to_string());
}

void remove_old_socket(const std::string& path) {
    struct stat what {};
    if (::lstat(path.c_str(), &what) < 0) return;
    if (!S_ISSOCK(what.st_mode)) asyncore::throw_errno(EEXIST, path);
    if (::unlink(path.c_str()) < 0 && errno != ENOENT) asyncore::throw_errno("unlink " + path);
}

void give_away(const fastcgi_socket_config& config) {
    const auto unchanged = static_cast<uid_t>(-1);
    const bool given = config.owner_uid || config.owner_gid;
    if (given && ::chown(config.path.c_str(), config.owner_uid.value_or(unchanged),
                         config.owner_gid.value_or(unchanged)) < 0)
        throw file_error("ownership", errno, config.path);
    if (::chmod(config.path.c_str(), config.mode) < 0)
        throw file_error("permissions", errno, config.path);
}

// Until it listens no one can connect, whatever its mode is by then.
asyncore::unique_fd bind_unix(const fastcgi_socket_config& config) {
    remove_old_socket(config.path);
    auto fd = new_socket(AF_UNIX);
    bind_to(fd.get(), asyncore::address::unix_path(config.path));
    try {
        give_away(config);
    } catch (...) {
        ::unlink(config.path.c_str());
        throw;
    }
    return fd;
}

asyncore::unique_fd bind_tcp(const fastcgi_socket_config& config) {
    const auto all = asyncore::address::resolve(config.host, config.port);
    const auto found = std::find_if(all.begin(), all.end(),
                                    [](const auto& one) { return one.family() == AF_INET; });
    if (found == all.end()) asyncore::throw_errno(EADDRNOTAVAIL, config.host);
    auto fd = new_socket(AF_INET);
    const int one = 1;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    bind_to(fd.get(), *found);
    return fd;
}

asyncore::unique_fd open_listener(const fastcgi_socket_config& config) {
    auto fd = config.path.empty() ? bind_tcp(config) : bind_unix(config);
    if (::listen(fd.get(), config.backlog.value_or(SOMAXCONN)) < 0) asyncore::throw_errno("listen");
    return fd;
}

} // namespace

fastcgi_socket::listener::listener(const fastcgi_socket_config& config, logger& log)
    : url_(config.url), log_(log) {
    log_.info("Creating socket " + url_);
    const auto refuse = [&config](const std::string& why) {
        throw fastcgi_socket_error(
            format("Could not create FastCGI socket {}: {}", config.url, why), config.section);
    };
    try {
        fd_ = open_listener(config);
    } catch (const std::system_error& error) {
        refuse(python_error(error));
    } catch (const std::exception& error) { // file_error; or a path too long for a socket
        refuse(error.what());
    }
}

fastcgi_socket::listener::~listener() {
    log_.info("Closing socket " + url_);
}

std::shared_ptr<const fastcgi_socket::listener> fastcgi_socket::hold() {
    auto listening = open_.lock();
    if (!listening) open_ = listening = std::make_shared<const listener>(config_, log_);
    return listening;
}

} // namespace supervisor
