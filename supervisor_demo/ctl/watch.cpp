#include "supervisor_demo/ctl/watch.hpp"

#include "supervisor_demo/ctl/change_feed.hpp"
#include "supervisor_demo/ctl/exit_status.hpp"
#include "supervisor_demo/ctl/globs.hpp"
#include "supervisor_demo/ctl/interrupt.hpp"
#include "supervisor_demo/ctl/key_wait.hpp"
#include "supervisor_demo/ctl/screen.hpp"
#include "supervisor_demo/ctl/terminal.hpp"
#include "supervisor_demo/ctl/watch_table.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <optional>

#include <unistd.h>

namespace supervisor::ctl {
namespace {

using clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds between_looks{1000};
constexpr std::chrono::milliseconds between_changes{100}; // however many there are

// What is watched, and which part of it is in the window.
struct view {
    std::vector<usage_view::seen> processes;
    std::string missing; // names that no process has
    std::string trouble; // of the last look
    std::size_t first = 0;
};

bool is_named(const usage_view::seen& one, std::string_view name) {
    return name == "all" || !processes_named(name, {one.process}).empty();
}

// Leaves what the names stand for, and notes those that stand for nothing.
void choose(const std::vector<std::string_view>& names, view& shown) {
    shown.missing.clear();
    if (names.empty()) return;
    for (const auto name : names)
        if (name != "all" && std::ranges::none_of(shown.processes, [&](const auto& one) {
                return is_named(one, name);
            }))
            shown.missing.append(" ").append(name);
    std::erase_if(shown.processes, [&](const auto& one) {
        return std::ranges::none_of(names, [&](auto name) { return is_named(one, name); });
    });
}

void look(controller& ctl, usage_view& usages, const std::vector<std::string_view>& names,
          view& shown) {
    try {
        shown.processes = usages.look(ctl);
        choose(names, shown);
        shown.trouble.clear();
    } catch (const interrupted_error&) {
        throw;
    } catch (const http_status_error& error) {
        if (error.status() == 401) throw;
        shown.trouble = error.what();
    } catch (const std::exception& error) {
        shown.trouble = error.what();
        usages = {}; // it may be another daemon that comes back
    }
}

std::string head(const view& shown) {
    if (!shown.trouble.empty()) return shown.trouble;
    const auto found = summary(shown.processes);
    return shown.missing.empty() ? found : format("{}; no such process:{}", found, shown.missing);
}

// The head and the foot, each a line, and the table between them.
void draw(controller& ctl, screen& on, view& shown) {
    const auto [rows, columns] = screen::window();
    auto table = watch_table(shown.processes, columns, ctl.terminal());
    const std::size_t room = rows > 4 ? rows - 4 : 1;
    const auto last = table.size() - 1 - std::min(room, table.size() - 1);
    shown.first = std::min(shown.first, last);
    std::vector<std::string> lines{painted(ctl.terminal(),
                                           shown.trouble.empty() ? tone::plain : tone::bad,
                                           fitted(head(shown), columns)),
                                   "", table.front()};
    const auto begin = table.begin() + 1 + static_cast<std::ptrdiff_t>(shown.first);
    const auto count = std::min(room, table.size() - 1 - shown.first);
    lines.insert(lines.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
    const bool is_whole = last == 0;
    lines.push_back(painted(ctl.terminal(), tone::quiet,
                            fitted(is_whole ? "q quits" : "q quits, the arrows scroll", columns)));
    on.draw(lines);
}

// False to leave. A key may be a sequence of bytes, of which the last says which it is.
bool take_keys(view& shown) {
    char typed[64];
    const auto got = ::read(STDIN_FILENO, typed, sizeof typed);
    if (got <= 0) return false;
    const std::string_view keys(typed, static_cast<std::size_t>(got));
    if (keys.find_first_of("qQ\4") != keys.npos || keys == "\33") return false;
    const std::size_t page = std::max<std::size_t>(screen::window().rows, 6) - 5;
    if (keys == "j" || keys.ends_with("\33[B") || keys.ends_with("\33OB")) ++shown.first;
    if (keys == "k" || keys.ends_with("\33[A") || keys.ends_with("\33OA"))
        shown.first -= std::min<std::size_t>(shown.first, 1);
    if (keys == " " || keys.ends_with("\33[6~")) shown.first += page;
    if (keys == "b" || keys.ends_with("\33[5~")) shown.first -= std::min(shown.first, page);
    if (keys == "g" || keys.ends_with("\33[H")) shown.first = 0;
    if (keys == "G" || keys.ends_with("\33[F")) shown.first = shown.processes.size();
    return true;
}

void show_until_left(controller& ctl, const std::vector<std::string_view>& names) {
    std::optional<screen> on(std::in_place);
    const interrupt_watch interrupts;
    key_wait keys(true);
    usage_view usages;
    change_feed changes;
    view shown;
    clock::time_point last_look;
    clock::time_point next_look;
    const auto look_now = [&] {
        last_look = clock::now();
        look(ctl, usages, names, shown);
        if (!shown.trouble.empty())
            changes.close();
        else if (usages.status_is_served() && !changes.is_open())
            changes.open(ctl.supervisord());
        next_look = clock::now() + between_looks;
    };
    look_now();
    for (;;) {
        draw(ctl, *on, shown);
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(next_look - clock::now()).count();
        switch (keys.wait(static_cast<int>(std::max<std::int64_t>(left, 0)), changes.fileno())) {
        case key_wait::event::key:
            if (!take_keys(shown)) return;
            break;
        case key_wait::event::interrupted:
            return;
        case key_wait::event::stop_wanted:
            on.reset();
            std::raise(SIGSTOP);
            on.emplace();
            break;
        case key_wait::event::timeout:
            look_now();
            break;
        case key_wait::event::readable:
            if (changes.take()) next_look = std::min(next_look, last_look + between_changes);
            break;
        case key_wait::event::continued:
            on.reset();
            on.emplace();
            break;
        case key_wait::event::resized:
            break;
        }
    }
}

} // namespace

void watch(controller& ctl, const std::vector<std::string_view>& names) {
    if (!terminal::is_typed_at()) {
        ctl.output("Error: status --watch needs a terminal");
        return ctl.set_exitstatus(lsb_status::unknown);
    }
    if (!ctl.upcheck()) return ctl.set_exitstatus(lsb_status::unknown);
    try {
        show_until_left(ctl, names);
    } catch (const interrupted_error&) {
        return; // the look that was going on is of no interest any more
    }
}

} // namespace supervisor::ctl
