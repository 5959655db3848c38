#pragma once

#include "supervisor_demo/ctl/console.hpp"
#include "supervisor_demo/ctl/history_file.hpp"
#include "supervisor_demo/ctl/key_wait.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct editline;
struct history;

namespace supervisor::ctl {

class interrupt_watch;

/// Lines that a person types and edits at a terminal, which are standard input and output.
class line_editor {
public:
    /// Without a path nothing is remembered beyond the program's end. Throws std::runtime_error if
    /// the terminal cannot be used.
    explicit line_editor(const std::string& history_path);
    ~line_editor();
    line_editor(const line_editor&) = delete;
    line_editor& operator=(const line_editor&) = delete;

    /// Nothing at the end: Ctrl-D on an empty line, or when the terminal is gone. Ctrl-C drops what
    /// is typed and begins anew.
    std::optional<std::string> read_line(std::string_view prompt,
                                         const console::completer& complete);

private:
    friend struct editor_calls;

    std::optional<std::string> edit(interrupt_watch& watch);
    void remember(const std::string& line);

    std::unique_ptr<editline, void (*)(editline*)> editor_;
    std::unique_ptr<::history, void (*)(::history*)> history_;
    std::optional<history_file> file_;
    std::string last_; // remembered
    std::string prompt_;
    console::completer complete_;
    std::optional<key_wait> keys_; // while a line is read
    bool interrupted_ = false;
    // There was something to read before the prompt came: in the mode the terminal was in then its
    // Ctrl-D is a NUL.
    bool is_typed_ahead_ = false;
};

} // namespace supervisor::ctl
