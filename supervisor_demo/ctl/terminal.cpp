#include "supervisor_demo/ctl/terminal.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/ctl/interrupt.hpp"
#include "supervisor_demo/ctl/line_editor.hpp"
#include "supervisor_demo/ctl/tty_mode.hpp"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace supervisor::ctl {
namespace {

void write_all(int to, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(to, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) asyncore::throw_errno("cannot write");
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

// Adds what there is to read next; false at the end.
bool read_more(int from, std::string& to) {
    char piece[4096];
    ssize_t got = 0;
    do {
        check_interrupt();
        std::vector<pollfd> waiting{{from, POLLIN, 0}};
        wait_or_interrupt(waiting);
        got = ::read(from, piece, sizeof piece);
    } while (got < 0 && errno == EINTR);
    if (got < 0) asyncore::throw_errno("cannot read");
    to.append(piece, static_cast<std::size_t>(got));
    return got > 0;
}

} // namespace

terminal::terminal() = default;
terminal::~terminal() = default;

bool terminal::is_typed_at() noexcept {
    return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
}

void terminal::write(std::string_view text) {
    write_all(STDOUT_FILENO, text);
}

void terminal::write_error(std::string_view text) {
    write_all(STDERR_FILENO, text);
}

bool terminal::is_terminal() const noexcept {
    return ::isatty(STDOUT_FILENO) == 1;
}

bool terminal::has_colours() const noexcept {
    const char* refused = std::getenv("NO_COLOR");
    const char* kind = std::getenv("TERM");
    return is_terminal() && (!refused || *refused == '\0') && kind &&
           std::string_view(kind) != "dumb";
}

std::optional<std::string> terminal::take_line() {
    auto end = unread_.find('\n');
    while (end == std::string::npos && read_more(STDIN_FILENO, unread_))
        end = unread_.find('\n');
    if (unread_.empty()) return std::nullopt;
    std::string line = unread_.substr(0, end);
    unread_.erase(0, end == std::string::npos ? end : end + 1);
    return line;
}

int terminal::input() const noexcept {
    return STDIN_FILENO;
}

std::optional<std::string> terminal::read_line(std::string_view prompt) {
    write(prompt);
    return take_line();
}

std::optional<std::string> terminal::read_typed() {
    if (!holds_line()) {
        const bool goes_on = read_more(STDIN_FILENO, unread_);
        if (goes_on && ::isatty(STDIN_FILENO) == 1) return std::exchange(unread_, {});
        if (goes_on && !holds_line()) return "";
        if (!goes_on && unread_.empty()) return std::nullopt;
        // Not to be read on from: Ctrl-D ends a terminal's input once, not for good.
        if (!goes_on) return std::exchange(unread_, {}) + '\n';
    }
    return *take_line() + '\n';
}

std::optional<std::string> terminal::read_command(std::string_view prompt,
                                                  const completer& complete) {
    if (!is_typed_at()) return read_line(prompt);
    if (!editor_) editor_ = std::make_unique<line_editor>(history_path_);
    return editor_->read_line(prompt, complete);
}

std::optional<std::string> terminal::read_password(std::string_view prompt) {
    const asyncore::unique_fd tty(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!tty) {
        write_error(prompt);
        return take_line();
    }
    auto quiet = tty_mode::of(tty.get());
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    const tty_mode without_echo(tty.get(), quiet);
    write_all(tty.get(), prompt);
    std::string line;
    bool goes_on = true;
    while (goes_on && line.find('\n') == std::string::npos)
        goes_on = read_more(tty.get(), line);
    write_all(tty.get(), "\n");
    if (!goes_on) return std::nullopt;
    return line.substr(0, line.find('\n'));
}

} // namespace supervisor::ctl
