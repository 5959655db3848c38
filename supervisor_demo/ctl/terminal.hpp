#pragma once

#include "supervisor_demo/ctl/console.hpp"

namespace supervisor::ctl {

/// The console of a program: standard input, output and error, without buffers on the way out. The
/// prompt is written whatever standard input is, as Python's input() does.
class terminal : public console {
public:
    void write(std::string_view text) override;
    void write_error(std::string_view text) override;
    bool is_terminal() const noexcept override;
    /// Where it is a terminal, unless NO_COLOR is set or TERM is "dumb".
    bool has_colours() const noexcept override;
    std::optional<std::string> read_line(std::string_view prompt) override;

    /// Asks on the controlling terminal; without one, on standard error and input.
    std::optional<std::string> read_password(std::string_view prompt) override;

    int input() const noexcept override;
    bool holds_line() const noexcept override { return unread_.find('\n') != std::string::npos; }

private:
    std::optional<std::string> take_line();

    std::string unread_; // of standard input
};

} // namespace supervisor::ctl
