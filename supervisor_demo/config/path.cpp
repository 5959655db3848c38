#include "supervisor_demo/config/path.hpp"

#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/config/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace supervisor::path {
namespace {

std::string working_directory() {
    std::array<char, 4096> buffer{};
    return ::getcwd(buffer.data(), buffer.size()) != nullptr ? buffer.data() : "/";
}

std::string normalize(std::string_view path) {
    // POSIX lets exactly two leading slashes mean something of their own; Python keeps them.
    const bool two = path.starts_with("//") && !path.starts_with("///");
    std::vector<std::string_view> parts;
    for (const auto part : text::split(path, '/')) {
        if (part.empty() || part == ".") continue;
        if (part != "..")
            parts.push_back(part);
        else if (!parts.empty())
            parts.pop_back();
    }
    std::string out = two ? "//" : "/";
    for (const auto part : parts) {
        if (out.back() != '/') out += '/';
        out += part;
    }
    return out;
}

std::string without_trailing_slashes(std::string path) {
    while (!path.empty() && path.back() == '/')
        path.pop_back();
    return path;
}

} // namespace

std::string join(std::string_view folder, std::string_view name) {
    if (name.starts_with('/') || folder.empty()) return std::string(name);
    std::string out(folder);
    if (out.back() != '/') out += '/';
    return out.append(name);
}

std::string parent(std::string_view path) {
    const auto slash = path.rfind('/');
    if (slash == path.npos) return {};
    const auto head = path.substr(0, slash + 1);
    if (head.find_first_not_of('/') == head.npos) return std::string(head);
    return without_trailing_slashes(std::string(head));
}

std::string absolute(std::string_view path) {
    return normalize(join(working_directory(), path));
}

std::string expand_user(std::string_view path, const std::optional<std::string>& home) {
    if (!path.starts_with('~')) return std::string(path);
    const auto end = std::min(path.find('/'), path.size());
    std::string folder;
    if (end == 1 && home) {
        folder = *home;
    } else {
        const std::string user(path.substr(1, end - 1));
        const passwd* entry = user.empty() ? ::getpwuid(::getuid()) : ::getpwnam(user.c_str());
        if (entry == nullptr) return std::string(path);
        folder = entry->pw_dir;
    }
    folder = without_trailing_slashes(std::move(folder)).append(path.substr(end));
    return folder.empty() ? "/" : folder;
}

bool exists(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

bool is_directory(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::optional<std::string> read_file(const std::string& path) {
    const asyncore::unique_fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return std::nullopt;
    std::string content;
    std::array<char, 16384> buffer{};
    for (;;) {
        const auto n = ::read(fd.get(), buffer.data(), buffer.size());
        if (n == 0) return content;
        if (n > 0)
            content.append(buffer.data(), static_cast<std::size_t>(n));
        else if (errno != EINTR)
            return std::nullopt;
    }
}

} // namespace supervisor::path
