#include "supervisor_demo/ctl/screen.hpp"

#include <algorithm>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace supervisor::ctl {
namespace {

// Source: XTerm Control Sequences, private modes 1049 (alternate screen) and 25 (cursor).
constexpr std::string_view take_over = "\33[?1049h\33[?25l";
constexpr std::string_view give_back = "\33[?25h\33[?1049l";

termios by_key() {
    auto mode = tty_mode::of(STDIN_FILENO);
    mode.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    return mode;
}

void write_all(std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written <= 0) return; // the terminal is gone, as the next key will say
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace

screen::screen() : mode_(STDIN_FILENO, by_key(), give_back) {
    write_all(take_over);
}

screen::size screen::window() noexcept {
    winsize found{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &found) < 0 || found.ws_row == 0 || found.ws_col == 0)
        return {24, 80};
    return {found.ws_row, found.ws_col};
}

void screen::draw(const std::vector<std::string>& lines) {
    // Written over what stands there, and only then is the rest erased: nothing flickers. What
    // fills a line must not be followed by its erasing: some terminals would take the last
    // character.
    std::string text = "\33[H";
    const auto rows = window().rows;
    const auto shown = std::min(lines.size(), rows);
    for (std::size_t i = 0; i < shown; ++i)
        text.append(i == 0 ? "" : "\r\n").append(lines[i].empty() ? "\33[K" : lines[i]);
    if (shown < rows) text += "\r\n\33[J";
    write_all(text);
}

} // namespace supervisor::ctl
