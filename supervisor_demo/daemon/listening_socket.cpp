#include "supervisor_demo/daemon/listening_socket.hpp"

#include "asyncore/address.hpp"
#include "asyncore/errors.hpp"
#include "supervisor_demo/daemon/unix_listener.hpp"
#include "supervisor_demo/daemon/where_written.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/spawn_stage.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace supervisor {

namespace {

constexpr int backlog = 1024;

// Supervisor speaks IPv4 alone; a name that has no such address may have another.
asyncore::address find_address(const std::string& host, std::uint16_t port) {
    std::string_view number = host;
    if (number.size() > 2 && number.front() == '[' && number.back() == ']')
        number = number.substr(1, number.size() - 2);
    try {
        return asyncore::address::ip(number, port);
    } catch (const std::invalid_argument&) {
        const auto all = asyncore::address::resolve(host, port);
        const auto first = std::find_if(all.begin(), all.end(),
                                        [](const auto& one) { return one.family() == AF_INET; });
        return first == all.end() ? all.at(0) : *first;
    }
}

std::string sentence(const std::system_error& error) {
    constexpr std::string_view reported = "Cannot open an HTTP server: socket.error reported";
    if (error.code() == std::errc::address_in_use)
        return "Another program is already listening on a port that one of our HTTP servers is "
               "configured to use.  Shut this program down first before starting supervisord.";
    const int code = error.code().value();
    if (error.code().category() != std::generic_category())
        return format("{} {}", reported, code); // the resolver's
    return format("{} errno.{} ({})", reported, errno_name(code), code);
}

} // namespace

listening_socket::listening_socket(const server_config& server, const config& whole)
    : server_(server) {
    const char* key = server.is_unix ? "file" : "port";
    try {
        server.is_unix ? open_unix() : open_inet();
        if (::listen(fd_.get(), backlog) < 0) asyncore::throw_errno("listen");
    } catch (const chown_refused& error) {
        throw config_error(error.what(),
                           {where_written(whole, server.section, "chown", "is not permitted")});
    } catch (const std::invalid_argument& error) {
        throw config_error(error.what(), {where_written(whole, server.section, key, error.what())});
    } catch (const std::system_error& error) {
        throw config_error(sentence(error),
                           {where_written(whole, server.section, key,
                                          "cannot be listened on: " + error.code().message())});
    }
}

listening_socket::listening_socket(listening_socket&& other) noexcept
    : server_(std::move(other.server_)),
      fd_(std::move(other.fd_)),
      device_(other.device_),
      inode_(std::exchange(other.inode_, 0)) {}

listening_socket::~listening_socket() {
    struct stat now {};
    if (inode_ != 0 && ::stat(server_.file.c_str(), &now) == 0 && now.st_ino == inode_ &&
        now.st_dev == device_)
        ::unlink(server_.file.c_str());
}

void listening_socket::open_unix() {
    fd_ = bind_unix(server_);
    struct stat made {};
    if (::stat(server_.file.c_str(), &made) < 0) return;
    device_ = made.st_dev;
    inode_ = made.st_ino;
}

void listening_socket::open_inet() {
    const auto local = find_address(server_.host, server_.port);
    fd_.reset(::socket(local.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd_) asyncore::throw_errno("socket");
    const int one = 1;
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    sockaddr_storage storage;
    const unsigned size = local.to_sockaddr(&storage);
    if (::bind(fd_.get(), reinterpret_cast<sockaddr*>(&storage), size) < 0)
        asyncore::throw_errno("bind " + local.to_string());
}

std::vector<listening_socket> open_listening_sockets(const config& whole) {
    std::vector<listening_socket> all;
    all.reserve(whole.servers.size());
    for (const server_config& server : whole.servers)
        all.emplace_back(server, whole);
    return all;
}

} // namespace supervisor
