#include "supervisor_demo/ctl/terminal.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/unique_fd.hpp"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <termios.h>
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
    do
        got = ::read(from, piece, sizeof piece);
    while (got < 0 && errno == EINTR);
    if (got < 0) asyncore::throw_errno("cannot read");
    to.append(piece, static_cast<std::size_t>(got));
    return got > 0;
}

// What is typed is not shown while it lives.
class echo_off {
public:
    explicit echo_off(int tty) : tty_(tty) {
        ::tcgetattr(tty_, &before_);
        termios without = before_;
        without.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(tty_, TCSAFLUSH, &without);
    }
    ~echo_off() { ::tcsetattr(tty_, TCSAFLUSH, &before_); }
    echo_off(const echo_off&) = delete;
    echo_off& operator=(const echo_off&) = delete;

private:
    int tty_;
    termios before_{};
};

} // namespace

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

std::optional<std::string> terminal::read_password(std::string_view prompt) {
    const asyncore::unique_fd tty(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!tty) {
        write_error(prompt);
        return take_line();
    }
    const echo_off quiet(tty.get());
    write_all(tty.get(), prompt);
    std::string line;
    while (line.find('\n') == std::string::npos)
        if (!read_more(tty.get(), line)) return std::nullopt;
    write_all(tty.get(), "\n");
    return line.substr(0, line.find('\n'));
}

} // namespace supervisor::ctl
