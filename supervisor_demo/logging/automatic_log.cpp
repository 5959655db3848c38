#include "supervisor_demo/logging/automatic_log.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/logging/logger.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace supervisor {

namespace {

constexpr std::string_view suffix = ".log";

} // namespace

std::string make_automatic_log(const std::string& childlogdir, std::string_view process,
                               std::string_view channel, std::string_view identifier) {
    std::string path =
        fmt::format("{}/{}-{}---{}-XXXXXXXX{}", childlogdir, process, channel, identifier, suffix);
    // mkstemps fills in only the last six; the two before are the pid's.
    const auto x = path.size() - suffix.size() - 8;
    const auto pid = static_cast<unsigned>(::getpid());
    path[x] = static_cast<char>('a' + pid % 26);
    path[x + 1] = static_cast<char>('a' + pid / 26 % 26);
    const asyncore::unique_fd made(
        ::mkostemps(path.data(), static_cast<int>(suffix.size()), O_CLOEXEC));
    if (!made) asyncore::throw_errno("create " + path);
    return path;
}

bool is_automatic_log(std::string_view name, std::string_view identifier) {
    const std::string marker = fmt::format("---{}-", identifier);
    const auto at = name.find(marker, 1);
    if (at == std::string_view::npos) return false;
    const auto random = name.substr(at + marker.size());
    const auto end = random.find(suffix, 1);
    return end != std::string_view::npos &&
           random.substr(0, end).find_first_of(" \t\r\n\v\f") == std::string_view::npos;
}

void remove_automatic_logs(const std::string& childlogdir, std::string_view identifier,
                           logger& log) {
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(childlogdir.c_str()), ::closedir);
    if (!folder) {
        log.warn("Could not clear childlog dir");
        return;
    }
    while (const dirent* entry = ::readdir(folder.get())) {
        if (!is_automatic_log(entry->d_name, identifier)) continue;
        const std::string path = childlogdir + "/" + entry->d_name;
        if (::unlink(path.c_str()) < 0) log.warn(fmt::format("Failed to clean up '{}'", path));
    }
}

} // namespace supervisor
