#include "supervisor_demo/logging/automatic_log.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/logging/logger.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

namespace supervisor {

namespace {

constexpr std::string_view suffix = ".log";

// Python's tempfile draws from these; mkstemp would use capitals too.
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
constexpr std::size_t random_letters = 8;
constexpr int tries = 100;

std::string random_name() {
    unsigned char bytes[random_letters];
    if (::getrandom(bytes, sizeof bytes, 0) != sizeof bytes) asyncore::throw_errno("getrandom");
    std::string name;
    for (const unsigned char byte : bytes)
        name += letters[byte % letters.size()];
    return name;
}

} // namespace

std::string make_automatic_log(const std::string& childlogdir, std::string_view process,
                               std::string_view channel, std::string_view identifier) {
    std::string path;
    for (int i = 0; i < tries; ++i) {
        path = format("{}/{}-{}---{}-{}{}", childlogdir, process, channel, identifier,
                      random_name(), suffix);
        const asyncore::unique_fd made(
            ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (made) return path;
        if (errno != EEXIST) break;
    }
    asyncore::throw_errno("create " + path);
}

bool is_automatic_log(std::string_view name, std::string_view identifier) {
    const std::string marker = format("---{}-", identifier);
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
        if (::unlink(path.c_str()) < 0) log.warn(format("Failed to clean up '{}'", path));
    }
}

} // namespace supervisor
