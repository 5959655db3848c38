#include "supervisor_demo/ctl/watch_table.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/ctl/character_width.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>

namespace supervisor::ctl {
namespace {

constexpr std::size_t state_width = 9;
constexpr std::size_t least_name_width = 12;

// The columns after the state, which lean to the right.
struct column {
    std::string_view title;
    std::size_t width;
};
constexpr column columns_of_numbers[] = {{"PID", 8}, {"UPTIME", 12}, {"CPU%", 7}, {"MEMORY", 8}};
constexpr column last_column{"RESTARTS", 10};

// What fits into a window: the name has what the others leave, and of those the last go first.
struct layout {
    std::size_t name;
    std::span<const column> numbers;
    bool has_restarts;

    std::size_t numbers_width() const {
        std::size_t sum = 0;
        for (const auto& one : numbers)
            sum += one.width;
        return sum;
    }
};

layout layout_for(std::size_t columns) {
    constexpr std::size_t least = least_name_width + 1 + state_width;
    auto left = columns - std::min(columns, least);
    std::size_t count = 0;
    while (count < std::size(columns_of_numbers) && columns_of_numbers[count].width <= left)
        left -= columns_of_numbers[count++].width;
    const bool has_restarts = count == std::size(columns_of_numbers) && last_column.width <= left;
    if (has_restarts) left -= last_column.width;
    return {least_name_width + left, std::span(columns_of_numbers, count), has_restarts};
}

std::string leaning_right(std::string text, std::size_t width) {
    if (text.size() < width) text.insert(0, width - text.size(), ' ');
    return text;
}

template <class Number>
std::string if_known(const std::optional<Number>& number, auto text) {
    return number ? text(*number) : std::string();
}

std::string numbers(const usage_view::seen& one, std::span<const column> shown) {
    const auto& all = one.process.all;
    const auto* now = all.find("now"); // of the daemon's clock, with start
    const auto uptime =
        now && now->is_int() && all.at("start").as_int() > 0
            ? uptime_text(now->as_int() - all.at("start").as_int())
            : one.process.description.substr(std::min(one.process.description.size(),
                                                      one.process.description.find("uptime ") + 7));
    const std::string texts[] = {
        std::to_string(all.at("pid").as_int()), uptime,
        if_known(one.uses.cpu, [](double cpu) { return format("{:.1f}", cpu); }),
        if_known(one.uses.memory, memory_text)};
    std::string line;
    for (std::size_t i = 0; i < shown.size(); ++i)
        line += leaning_right(texts[i], shown[i].width);
    return line;
}

std::string line_of(const usage_view::seen& one, std::size_t columns, const layout& shown,
                    const console& shown_on) {
    const bool runs = one.process.statename == "RUNNING";
    const auto width = shown.numbers_width();
    auto rest = runs || width == 0 ? numbers(one, shown.numbers)
                                   : " " + fitted(one.process.description, width - 1);
    if (shown.has_restarts)
        rest += leaning_right(
            if_known(one.uses.restarts, [](std::int64_t n) { return std::to_string(n); }),
            last_column.width);
    const auto left_of_name = columns - std::min(columns, shown.name + 1);
    return fitted(fitted(one.process.namespec(), shown.name) + " ",
                  std::min(columns, shown.name + 1)) +
           painted(shown_on, tone_of(one.process.statename),
                   fitted(fitted(one.process.statename, state_width),
                          std::min(state_width, left_of_name))) +
           rest;
}

} // namespace

std::string fitted(std::string_view text, std::size_t width) {
    const bool is_cut = text_width(text) > width;
    const auto room = is_cut ? width - std::min<std::size_t>(width, 1) : width;
    std::string result;
    std::size_t used = 0;
    while (!text.empty()) {
        const auto size = std::min(text::character_size(text.front()), text.size());
        const auto character = text.substr(0, size);
        const auto more = character_width(character);
        if (used + more > room) break;
        used += more;
        text.remove_prefix(size);
        const auto byte = static_cast<unsigned char>(character.front());
        if (byte < 0x20 || byte == 0x7f)
            result += '?';
        else
            result += character;
    }
    if (is_cut && width > 0) {
        result += "…";
        ++used;
    }
    return result.append(width - used, ' ');
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
    const auto shown = layout_for(columns);
    auto head = fitted("NAME", shown.name) + " " + fitted("STATE", state_width);
    for (const auto& one : shown.numbers)
        head += leaning_right(std::string(one.title), one.width);
    if (shown.has_restarts)
        head += leaning_right(std::string(last_column.title), last_column.width);
    std::vector<std::string> lines{fitted(head, columns)};
    for (const auto& one : processes)
        lines.push_back(line_of(one, columns, shown, shown_on));
    return lines;
}

} // namespace supervisor::ctl
