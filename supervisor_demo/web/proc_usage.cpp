#include "supervisor_demo/web/proc_usage.hpp"

#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/proc_stat.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace supervisor {

namespace {

constexpr std::size_t family_limit = 64;

struct file_text {
    char bytes[4096];
    std::string_view text;

    explicit file_text(const char* path) {
        const asyncore::unique_fd file(::open(path, O_RDONLY | O_CLOEXEC));
        if (!file) return;
        const ssize_t got = ::read(file.get(), bytes, sizeof bytes);
        if (got > 0) text = {bytes, static_cast<std::size_t>(got)};
    }
};

std::string_view next_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    text.remove_prefix(word.size());
    return word;
}

template <class Number>
Number number_of(std::string_view word) {
    Number number{};
    std::from_chars(word.data(), word.data() + word.size(), number);
    return number;
}

void append_children(pid_t of, std::vector<pid_t>& family) {
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/task/%d/children", static_cast<int>(of),
                  static_cast<int>(of));
    const file_text file(path);
    std::string_view rest = file.text;
    // A pid that the end of the buffer has cut ends in no space.
    while (family.size() < family_limit && rest.find(' ') != std::string_view::npos) {
        const auto pid = number_of<pid_t>(next_word(rest));
        if (pid > 0) family.push_back(pid);
        if (rest == " ") break;
    }
}

std::chrono::nanoseconds since_boot() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

std::chrono::nanoseconds of_ticks(std::int64_t ticks) {
    static const std::int64_t per_second = ::sysconf(_SC_CLK_TCK);
    return std::chrono::nanoseconds(ticks * (1'000'000'000 / per_second));
}

} // namespace

std::optional<proc_usage> read_proc_usage(pid_t pid) {
    static const std::int64_t page_size = ::sysconf(_SC_PAGESIZE);
    std::vector<pid_t> family{pid};
    proc_usage usage;
    for (std::size_t i = 0; i < family.size(); ++i) {
        const auto line = read_proc_stat(family[i]);
        if (!line && i == 0) return std::nullopt;
        if (!line) continue; // ended meanwhile
        if (i == 0) {
            usage.started = line->started;
            usage.age = since_boot() - of_ticks(line->started);
        }
        usage.cpu += of_ticks(line->ticks + line->reaped_ticks);
        usage.memory += line->pages * page_size;
        append_children(family[i], family);
    }
    return usage;
}

} // namespace supervisor
