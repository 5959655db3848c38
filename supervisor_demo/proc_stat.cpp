#include "supervisor_demo/proc_stat.hpp"

#include "asyncore/unique_fd.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace supervisor {

namespace {

constexpr std::size_t last_wanted = 24;

} // namespace

std::optional<proc_stat> read_proc_stat(pid_t pid) {
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/stat", static_cast<int>(pid));
    const asyncore::unique_fd file(::open(path, O_RDONLY | O_CLOEXEC));
    char bytes[4096];
    const ssize_t got = file ? ::read(file.get(), bytes, sizeof bytes) : 0;
    if (got <= 0) return std::nullopt;
    std::string_view rest(bytes, static_cast<std::size_t>(got));
    const auto name_end = rest.rfind(')'); // the name may hold anything
    if (name_end == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(name_end + 1);
    std::array<std::int64_t, last_wanted + 1> fields{}; // by their numbers in proc(5), from 1
    for (std::size_t number = 3; number <= last_wanted; ++number) {
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        const auto word = rest.substr(0, rest.find_first_of(" \n"));
        if (word.empty()) return std::nullopt;
        std::from_chars(word.data(), word.data() + word.size(), fields[number]);
        rest.remove_prefix(word.size());
    }
    return proc_stat{static_cast<pid_t>(fields[4]), fields[14] + fields[15],
                     fields[16] + fields[17], fields[22], fields[24]};
}

} // namespace supervisor
