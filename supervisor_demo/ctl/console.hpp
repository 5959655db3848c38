#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace supervisor::ctl {

/// Where a controller reads and writes.
class console {
public:
    virtual ~console() = default;

    virtual void write(std::string_view text) = 0;
    virtual void write_error(std::string_view text) = 0;

    /// Whether what is written is seen by a person, as it comes.
    virtual bool is_terminal() const noexcept { return false; }
    /// Whether it may have colours.
    virtual bool has_colours() const noexcept { return false; }

    /// Shows the prompt and waits for a line, which comes without its end; nothing at the end of
    /// the input.
    virtual std::optional<std::string> read_line(std::string_view prompt) = 0;

    /// The same for a line of the shell. A person may edit it, call back earlier ones, and have
    /// words completed: `complete` tells what may stand for the last word of what is typed so far.
    using completer = std::function<std::vector<std::string>(std::string_view line)>;
    virtual std::optional<std::string> read_command(std::string_view prompt, const completer&) {
        return read_line(prompt);
    }

    /// The same for what must not be shown while it is typed.
    virtual std::optional<std::string> read_password(std::string_view prompt) = 0;

    /// What is typed for a program in the foreground, as it is to be sent: a line with its end, and
    /// at a terminal also what stands before Ctrl-D, without one. Waits for the first byte alone:
    /// empty if there is nothing to send yet. Nothing at the end of the input, which at a terminal
    /// is Ctrl-D on an empty line.
    virtual std::optional<std::string> read_typed() {
        auto line = read_line("");
        if (line) *line += '\n';
        return line;
    }

    /// The descriptor that lines are read from, and whether read_line() would not wait for it.
    virtual int input() const noexcept = 0;
    virtual bool holds_line() const noexcept = 0;
};

} // namespace supervisor::ctl
