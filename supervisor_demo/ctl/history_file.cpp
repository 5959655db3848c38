#include "supervisor_demo/ctl/history_file.hpp"

#include "asyncore/unique_fd.hpp"

#include <cstdio>
#include <fstream>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace supervisor::ctl {
namespace {

constexpr std::string_view libedit_header = "_HiStOrY_V2_";

bool is_octal(char c) noexcept {
    return c >= '0' && c <= '7';
}

// libedit writes a character of white space as a backslash and three octal digits.
std::string without_escapes(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool is_escape = line[i] == '\\' && i + 3 < line.size() && is_octal(line[i + 1]) &&
                               is_octal(line[i + 2]) && is_octal(line[i + 3]);
        if (is_escape) {
            text += static_cast<char>((line[i + 1] - '0') * 64 + (line[i + 2] - '0') * 8 +
                                      (line[i + 3] - '0'));
            i += 3;
        } else {
            text += line[i];
        }
    }
    return text;
}

void write_lines(const std::string& path, int flags, std::string_view text) {
    const asyncore::unique_fd file(
        ::open(path.c_str(), flags | O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    // In one go: what cannot be written is forgotten, and half a line would be no line.
    if (file && ::write(file.get(), text.data(), text.size()) < 0) return;
}

} // namespace

std::vector<std::string> history_file::load() const {
    std::vector<std::string> lines;
    std::ifstream file(path_);
    bool has_escapes = false;
    for (std::string line; std::getline(file, line);) {
        if (line == libedit_header)
            has_escapes = true;
        else if (!line.empty())
            lines.push_back(has_escapes ? without_escapes(line) : line);
    }
    if (lines.size() <= max_lines && !has_escapes) return lines;
    if (lines.size() > max_lines)
        lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(max_lines));
    std::string text;
    for (const auto& line : lines)
        text.append(line).append("\n");
    const auto shorter = path_ + "." + std::to_string(::getpid());
    write_lines(shorter, O_TRUNC, text);
    if (std::rename(shorter.c_str(), path_.c_str()) != 0) ::unlink(shorter.c_str());
    return lines;
}

void history_file::append(const std::string& line) const {
    write_lines(path_, O_APPEND, line + "\n");
}

} // namespace supervisor::ctl
