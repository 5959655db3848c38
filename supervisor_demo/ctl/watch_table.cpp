#include "supervisor_demo/ctl/watch_table.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <map>

namespace supervisor::ctl {
namespace {

// The columns after the name, which has what they leave. All but the state lean to the right.
constexpr std::size_t state_width = 9;
constexpr std::size_t pid_width = 8;
constexpr std::size_t uptime_width = 12;
constexpr std::size_t cpu_width = 7;
constexpr std::size_t memory_width = 8;
constexpr std::size_t restarts_width = 10;
constexpr std::size_t numbers_width = pid_width + uptime_width + cpu_width + memory_width;
constexpr std::size_t least_name_width = 12;

std::string leaning_right(std::string text, std::size_t width) {
    if (text.size() < width) text.insert(0, width - text.size(), ' ');
    return text;
}

std::size_t name_width(std::size_t columns) {
    constexpr std::size_t others = state_width + numbers_width + restarts_width + 1;
    return std::max(least_name_width, columns - std::min(columns, others));
}

template <class Number>
std::string if_known(const std::optional<Number>& number, auto text) {
    return number ? text(*number) : std::string();
}

std::string numbers(const usage_view::seen& one) {
    const auto& all = one.process.all;
    const auto* now = all.find("now"); // of the daemon's clock, with start
    const auto uptime =
        now && now->is_int() && all.at("start").as_int() > 0
            ? uptime_text(now->as_int() - all.at("start").as_int())
            : one.process.description.substr(std::min(one.process.description.size(),
                                                      one.process.description.find("uptime ") + 7));
    return leaning_right(std::to_string(all.at("pid").as_int()), pid_width) +
           leaning_right(uptime, uptime_width) +
           leaning_right(if_known(one.uses.cpu, [](double cpu) { return format("{:.1f}", cpu); }),
                         cpu_width) +
           leaning_right(if_known(one.uses.memory, memory_text), memory_width);
}

std::string line_of(const usage_view::seen& one, std::size_t columns, const console& shown_on) {
    const bool runs = one.process.statename == "RUNNING";
    const auto restarts =
        if_known(one.uses.restarts, [](std::int64_t n) { return std::to_string(n); });
    const auto name = fitted(one.process.namespec(), name_width(columns)) + " ";
    const auto state = fitted(one.process.statename, state_width);
    auto rest = runs ? numbers(one) : " " + fitted(one.process.description, numbers_width - 1);
    rest += leaning_right(restarts, restarts_width);
    const auto before = name_width(columns) + 1 + state_width;
    return fitted(name, std::min(columns, before - state_width)) +
           painted(shown_on, tone_of(one.process.statename),
                   fitted(state, std::min(state_width,
                                          columns - std::min(columns, before - state_width)))) +
           fitted(rest, columns - std::min(columns, before));
}

} // namespace

std::string fitted(std::string_view text, std::size_t width) {
    std::string result;
    std::size_t characters = 0;
    while (!text.empty() && characters < width) {
        const auto size = std::min(text::character_size(text.front()), text.size());
        const auto character = text.substr(0, size);
        text.remove_prefix(size);
        const auto byte = static_cast<unsigned char>(character.front());
        const bool is_last = ++characters == width && !text.empty();
        if (is_last)
            result += "…";
        else if (byte < 0x20 || byte == 0x7f)
            result += '?';
        else
            result += character;
    }
    return result.append(width - characters, ' ');
}

std::string uptime_text(std::int64_t seconds) {
    seconds = std::max<std::int64_t>(seconds, 0);
    const auto days = seconds / 86400;
    const auto clock =
        format("{}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    return days == 0 ? clock : format("{}d {}", days, clock);
}

std::string memory_text(std::int64_t bytes) {
    constexpr std::string_view units = "KMGTP";
    if (bytes < 1024) return format("{} B", bytes);
    auto amount = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (amount >= 1000 && unit + 1 < units.size()) {
        amount /= 1024;
        ++unit;
    }
    return amount < 9.95 ? format("{:.1f} {}", amount, units[unit])
                         : format("{:.0f} {}", amount, units[unit]);
}

std::string summary(const std::vector<usage_view::seen>& processes) {
    std::map<std::string_view, std::size_t> counts;
    for (const auto& one : processes)
        ++counts[one.process.statename];
    std::string text = format("{} process{}", processes.size(), processes.size() == 1 ? "" : "es");
    const auto* before = ": ";
    for (const auto& [statename, count] : counts) {
        text += format("{}{} {}", before, count, statename);
        before = ", ";
    }
    return text;
}

std::vector<std::string> watch_table(const std::vector<usage_view::seen>& processes,
                                     std::size_t columns, const console& shown_on) {
    const auto head = fitted("NAME", name_width(columns)) + " " + fitted("STATE", state_width) +
                      leaning_right("PID", pid_width) + leaning_right("UPTIME", uptime_width) +
                      leaning_right("CPU%", cpu_width) + leaning_right("MEMORY", memory_width) +
                      leaning_right("RESTARTS", restarts_width);
    std::vector<std::string> lines{fitted(head, columns)};
    for (const auto& one : processes)
        lines.push_back(line_of(one, columns, shown_on));
    return lines;
}

} // namespace supervisor::ctl
