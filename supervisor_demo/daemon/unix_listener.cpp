#include "supervisor_demo/daemon/unix_listener.hpp"

#include "asyncore/address.hpp"
#include "asyncore/errors.hpp"
#include "supervisor_demo/format.hpp"

#include <cerrno>
#include <cstdio>

#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace supervisor {

namespace {

asyncore::unique_fd unix_socket() {
    asyncore::unique_fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd) asyncore::throw_errno("socket");
    return fd;
}

// Someone accepts there, or would if he had the time.
bool is_alive(const std::string& path) {
    const auto fd = unix_socket();
    sockaddr_storage storage;
    const unsigned size = asyncore::address::unix_path(path).to_sockaddr(&storage);
    return ::connect(fd.get(), reinterpret_cast<sockaddr*>(&storage), size) == 0 ||
           asyncore::would_block(errno);
}

void give_name(const std::string& temporary, const std::string& path) {
    for (;;) {
        if (::link(temporary.c_str(), path.c_str()) == 0) return;
        if (errno != EEXIST) break; // no hard links here
        struct stat what {};
        if (::lstat(path.c_str(), &what) < 0) continue; // it has just gone
        if (!S_ISSOCK(what.st_mode)) asyncore::throw_errno(EEXIST, path);
        if (is_alive(path)) asyncore::throw_errno(EADDRINUSE, path);
        std::fprintf(stderr, "Unlinking stale socket %s\n", path.c_str());
        if (::unlink(path.c_str()) < 0 && errno != ENOENT) asyncore::throw_errno("unlink " + path);
    }
    if (::access(path.c_str(), F_OK) == 0 && is_alive(path))
        asyncore::throw_errno(EADDRINUSE, path);
    if (::rename(temporary.c_str(), path.c_str()) < 0) asyncore::throw_errno("rename " + path);
}

void give_owner(const server_config& server) {
    const auto unchanged = static_cast<uid_t>(-1);
    const uid_t uid = server.chown_uid.value_or(unchanged);
    const gid_t gid = server.chown_gid.value_or(unchanged);
    if (::chown(server.file.c_str(), uid, gid) == 0) return;
    if (errno != EPERM) asyncore::throw_errno("chown " + server.file);
    const passwd* us = ::getpwuid(::geteuid());
    throw chown_refused(format(
        "Not permitted to chown {} to uid/gid ({}, {}); adjust \"sockchown\" value in config file "
        "or on command line to values that the current user ({}) can successfully chown",
        server.file, static_cast<int>(uid), static_cast<int>(gid),
        us ? us->pw_name : std::to_string(::geteuid())));
}

// The name a socket is bound to before it has its own; gone when this is.
struct temporary_name {
    std::string path;
    ~temporary_name() { ::unlink(path.c_str()); }
};

} // namespace

asyncore::unique_fd bind_unix(const server_config& server) {
    const temporary_name temporary{format("{}.{}", server.file, ::getpid())};
    ::unlink(temporary.path.c_str());
    auto fd = unix_socket();
    sockaddr_storage storage;
    const unsigned size = asyncore::address::unix_path(temporary.path).to_sockaddr(&storage);
    if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&storage), size) < 0)
        asyncore::throw_errno("bind " + temporary.path);
    if (::chmod(temporary.path.c_str(), server.chmod) < 0) asyncore::throw_errno("chmod");
    give_name(temporary.path, server.file);
    try {
        if (server.chown_uid || server.chown_gid) give_owner(server);
    } catch (...) {
        ::unlink(server.file.c_str());
        throw;
    }
    return fd;
}

} // namespace supervisor
