#pragma once

#include "supervisor_demo/ctl/console.hpp"

#include <memory>
#include <string>

namespace supervisor::ctl {

/// The console of a program: standard input, output and error, without buffers on the way out. The
/// prompt is written whatever standard input is, as Python's input() does.
class line_editor;

class terminal : public console {
public:
    terminal();
    ~terminal() override;
    terminal(const terminal&) = delete;
    terminal& operator=(const terminal&) = delete;

    /// Whether a person types at one, and not a script into a pipe.
    static bool is_typed_at() noexcept;

    /// Where lines of the shell are remembered from one time to the next.
    void keep_history(std::string path) { history_path_ = std::move(path); }

    void write(std::string_view text) override;
    void write_error(std::string_view text) override;
    bool is_terminal() const noexcept override;
    /// Where it is a terminal, unless NO_COLOR is set or TERM is "dumb".
    bool has_colours() const noexcept override;
    std::optional<std::string> read_line(std::string_view prompt) override;
    /// Edited if both standard input and output are a terminal.
    std::optional<std::string> read_command(std::string_view prompt,
                                            const completer& complete) override;

    /// Asks on the controlling terminal; without one, on standard error and input.
    std::optional<std::string> read_password(std::string_view prompt) override;

    std::optional<std::string> read_typed() override;

    int input() const noexcept override;
    bool holds_line() const noexcept override { return unread_.find('\n') != std::string::npos; }

private:
    std::optional<std::string> take_line();

    std::string unread_; // of standard input
    std::string history_path_;
    std::unique_ptr<line_editor> editor_; // made when first asked for
};

} // namespace supervisor::ctl
