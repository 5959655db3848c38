#include "supervisor_demo/ctl/line_editor.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/columns.hpp"
#include "supervisor_demo/ctl/interrupt.hpp"
#include "supervisor_demo/ctl/tty_mode.hpp"

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstring>
#include <cwchar>
#include <stdexcept>
#include <utility>
#include <vector>

#include <histedit.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace supervisor::ctl {
namespace {

constexpr char ctrl_d = '\4';

std::size_t width_of_window() {
    winsize window{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0;
    return known ? window.ws_col - 1U : 79;
}

std::string common_beginning(const std::vector<std::string>& words) {
    std::string common = words.front();
    for (const auto& word : words) {
        const auto end = std::ranges::mismatch(common, word).in1;
        common.erase(end, common.end());
    }
    return common;
}

} // namespace

// What libedit calls.
struct editor_calls {
    static line_editor& self(EditLine* editor) {
        void* owner = nullptr;
        ::el_get(editor, EL_CLIENTDATA, &owner);
        return *static_cast<line_editor*>(owner);
    }

    static char* prompt(EditLine* editor) { return self(editor).prompt_.data(); }

    static int read_byte(EditLine* editor, char& byte) {
        auto& owner = self(editor);
        for (;;) {
            switch (owner.keys_->wait()) {
            case key_wait::event::interrupted:
                owner.interrupted_ = true;
                return -1;
            case key_wait::event::resized:
                ::el_resize(editor);
                break;
            case key_wait::event::continued:
                ::el_set(editor, EL_PREP_TERM, 0);
                ::el_set(editor, EL_PREP_TERM, 1);
                ::el_set(editor, EL_REFRESH);
                break;
            default:
                const auto got = ::read(STDIN_FILENO, &byte, 1);
                const bool is_ahead = std::exchange(owner.is_typed_ahead_, false);
                if (got == 1 && byte == '\0' && is_ahead) byte = ctrl_d;
                // libedit would take the next key as it is, Ctrl-C and all.
                if (got == 1 && byte == '\0') break;
                if (got >= 0 || errno != EINTR) return static_cast<int>(got);
            }
        }
    }

    static int read_character(EditLine* editor, wchar_t* to) {
        std::mbstate_t state{};
        for (;;) {
            char byte = 0;
            const int got = read_byte(editor, byte);
            if (got <= 0) return got;
            const auto size = std::mbrtowc(to, &byte, 1, &state);
            if (size == static_cast<std::size_t>(-2)) continue;
            if (size != static_cast<std::size_t>(-1)) return 1;
            state = {}; // what is no character is passed over
        }
    }

    static unsigned char complete(EditLine* editor, int) {
        const auto* now = ::el_line(editor);
        const std::string_view line(now->buffer,
                                    static_cast<std::size_t>(now->cursor - now->buffer));
        auto& owner = self(editor);
        auto found = owner.complete_(line);
        if (found.empty()) return CC_REFRESH_BEEP;
        const auto words = text::words(line);
        const auto typed =
            words.empty() || text::trailing_space(line) > 0 ? 0 : words.back().size();
        const auto common = common_beginning(found);
        auto more = common.substr(std::min(typed, common.size()));
        if (found.size() == 1) more += ' ';
        if (!more.empty()) return ::el_insertstr(editor, more.c_str()) < 0 ? CC_ERROR : CC_REFRESH;
        std::ranges::sort(found);
        const auto list = "\n" + columns({found.begin(), found.end()}, width_of_window());
        return ::write(STDOUT_FILENO, list.data(), list.size()) < 0 ? CC_ERROR : CC_REDISPLAY;
    }
};

line_editor::line_editor(const std::string& history_path)
    : editor_(nullptr, ::el_end), history_(::history_init(), ::history_end) {
    // Names are UTF-8, whatever the environment says of other things.
    const char* locale = std::setlocale(LC_CTYPE, "");
    if (!locale || std::strcmp(locale, "C") == 0 || std::strcmp(locale, "POSIX") == 0)
        std::setlocale(LC_CTYPE, "C.UTF-8");
    editor_.reset(::el_init("supervisorctl", stdin, stdout, stderr));
    if (!editor_ || !history_) throw std::runtime_error("the terminal cannot be used");
    ::el_set(editor_.get(), EL_CLIENTDATA, this);
    ::el_set(editor_.get(), EL_PROMPT, editor_calls::prompt);
    ::el_set(editor_.get(), EL_GETCFN, editor_calls::read_character);
    ::el_set(editor_.get(), EL_EDITOR, "emacs");
    ::el_set(editor_.get(), EL_HIST, ::history, history_.get());
    // Wide, for of narrow ones libedit makes copies that it never frees.
    ::el_wset(editor_.get(), EL_ADDFN, L"complete-name", L"Completes a word",
              editor_calls::complete);
    ::el_set(editor_.get(), EL_BIND, "^I", "complete-name", nullptr);
    ::el_set(editor_.get(), EL_BIND, "^R", "em-inc-search-prev", nullptr);
    ::el_source(editor_.get(), nullptr);
    HistEvent event;
    ::history(history_.get(), &event, H_SETSIZE, static_cast<int>(history_file::max_lines));
    if (history_path.empty()) return;
    file_.emplace(history_path);
    for (const auto& line : file_->load())
        ::history(history_.get(), &event, H_ENTER, line.c_str());
}

line_editor::~line_editor() = default;

void line_editor::remember(const std::string& line) {
    if (text::strip(line).empty() || line == last_) return;
    last_ = line;
    HistEvent event;
    ::history(history_.get(), &event, H_ENTER, line.c_str());
    if (file_) file_->append(line);
}

std::optional<std::string> line_editor::read_line(std::string_view prompt,
                                                  const console::completer& complete) {
    prompt_ = prompt;
    complete_ = complete;
    const tty_mode as_before(STDIN_FILENO, tty_mode::of(STDIN_FILENO));
    interrupt_watch watch;
    keys_.emplace();
    auto line = edit(watch);
    keys_.reset();
    if (line) remember(*line);
    return line;
}

std::optional<std::string> line_editor::edit(interrupt_watch& watch) {
    for (;;) {
        // Before the prompt asks for keys, which libedit alone does only after it.
        ::el_set(editor_.get(), EL_PREP_TERM, 1);
        pollfd input{STDIN_FILENO, POLLIN, 0};
        is_typed_ahead_ = ::poll(&input, 1, 0) > 0;
        int size = 0;
        const char* typed = ::el_gets(editor_.get(), &size);
        if (!std::exchange(interrupted_, false)) {
            if (!typed || size <= 0) return std::nullopt;
            std::string line(typed, static_cast<std::size_t>(size));
            if (line.ends_with('\n')) line.pop_back();
            return line;
        }
        watch.forget();
        ::el_set(editor_.get(), EL_PREP_TERM, 0);
        ::el_reset(editor_.get());
        if (::write(STDOUT_FILENO, "\n", 1) < 0) return std::nullopt;
    }
}

} // namespace supervisor::ctl
