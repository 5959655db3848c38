#include "supervisor_demo/process/command_line.hpp"

#include "supervisor_demo/config/text.hpp"

#include <cstdlib>
#include <optional>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace supervisor {

std::vector<std::string> split_command(std::string_view command) {
    std::vector<std::string> words;
    std::optional<std::string> word; // none between words; "" is a word too
    char quote = 0;
    for (std::size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        if (quote != 0) {
            if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote == '"') {
                if (++i == command.size()) throw std::invalid_argument("No escaped character");
                if (command[i] != '"' && command[i] != '\\') *word += '\\';
                *word += command[i];
            } else {
                *word += c;
            }
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            if (word) words.push_back(*std::exchange(word, std::nullopt));
        } else {
            if (!word) word.emplace();
            if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '\\') {
                if (++i == command.size()) throw std::invalid_argument("No escaped character");
                *word += command[i];
            } else {
                *word += c;
            }
        }
    }
    if (quote != 0) throw std::invalid_argument("No closing quotation");
    if (word) words.push_back(*word);
    return words;
}

std::string_view search_path(const std::string* own) noexcept {
    if (own) return *own;
    if (const char* ours = std::getenv("PATH")) return ours;
    return "/bin:/usr/bin:/usr/local/bin";
}

namespace {

// The first that exists, whatever it is: what is wrong with it is then said, not skipped.
std::string find_in(std::string_view path, const std::string& program, struct stat& what,
                    bool& found) {
    for (;;) {
        const auto end = path.find(':');
        std::string candidate(path.substr(0, end));
        if (!candidate.empty() && candidate.back() != '/') candidate += '/';
        candidate += program;
        found = ::stat(candidate.c_str(), &what) == 0;
        if (found) return candidate;
        if (end == std::string_view::npos) return program;
        path.remove_prefix(end + 1);
    }
}

} // namespace

command_line find_command(const std::string& command, std::string_view path) {
    using reason = command_error::reason;
    command_line line;
    try {
        line.argv = split_command(command);
    } catch (const std::invalid_argument& error) {
        throw command_error(reason::bad_command,
                            "can't parse command " + text::repr(command) + ": " + error.what());
    }
    if (line.argv.empty()) throw command_error(reason::bad_command, "command is empty");

    const std::string& program = line.argv.front();
    struct stat what {};
    bool found = false;
    if (program.find('/') != std::string::npos) {
        line.file = program;
        found = ::stat(program.c_str(), &what) == 0;
    } else {
        line.file = find_in(path, program, what, found);
    }
    const std::string name = text::repr(line.file);
    if (!found) throw command_error(reason::not_found, "can't find command " + name);
    if (S_ISDIR(what.st_mode))
        throw command_error(reason::not_executable, "command at " + name + " is a directory");
    if ((what.st_mode & 0111) == 0)
        throw command_error(reason::not_executable, "command at " + name + " is not executable");
    if (::access(line.file.c_str(), X_OK) != 0)
        throw command_error(reason::not_executable, "no permission to run command " + name);
    return line;
}

} // namespace supervisor
