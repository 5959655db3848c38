#include "medusa/byte_ranges.hpp"

#include "medusa/http_chars.hpp"
#include "medusa/http_headers.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace medusa {

namespace {

// Digits alone; as much as fits where the number is too large, which is past any end.
std::optional<std::uint64_t> number(std::string_view digits) {
    if (digits.empty() || !http_chars::all(digits, http_chars::digit)) return {};
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t value = 0;
    for (const char c : digits) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (value > (most - digit) / 10) return most;
        value = value * 10 + digit;
    }
    return value;
}

// Adds one range where it has bytes in it; false when it is none.
bool read_range(std::string_view text, std::uint64_t size, std::vector<byte_range>& to) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return false;
    const std::string_view before = text.substr(0, dash);
    const std::string_view after = text.substr(dash + 1);
    if (before.empty()) {
        const auto length = number(after);
        if (!length) return false;
        if (*length > 0 && size > 0) to.push_back({size - std::min(*length, size), size - 1});
        return true;
    }
    const auto first = number(before);
    const auto last = after.empty() ? std::numeric_limits<std::uint64_t>::max() : number(after);
    if (!first || !last || *first > *last) return false;
    if (*first < size) to.push_back({*first, std::min(*last, size - 1)});
    return true;
}

void join(std::vector<byte_range>& ranges) {
    std::vector<byte_range> sorted = ranges;
    std::sort(sorted.begin(), sorted.end(),
              [](const byte_range& a, const byte_range& b) { return a.first < b.first; });
    std::vector<byte_range> joined;
    for (const byte_range& one : sorted) {
        if (!joined.empty() && one.first <= joined.back().last + 1)
            joined.back().last = std::max(joined.back().last, one.last);
        else
            joined.push_back(one);
    }
    if (joined.size() < ranges.size()) ranges = std::move(joined);
}

} // namespace

byte_ranges parse_byte_ranges(std::string_view value, std::uint64_t size, std::size_t most) {
    constexpr std::string_view unit = "bytes=";
    if (!iequals(value.substr(0, unit.size()), unit)) return {};
    std::string_view list = value.substr(unit.size());
    byte_ranges read;
    std::size_t count = 0;
    bool suffix_of_nothing = false;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        const std::string_view one = http_chars::trim(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
        if (one.empty()) continue;
        if (++count > most || !read_range(one, size, read.ranges)) return {};
        // All of nothing is satisfiable, but no Content-Range could say so.
        if (size == 0 && one[0] == '-' && one.find_first_not_of("-0") != std::string_view::npos)
            suffix_of_nothing = true;
    }
    if (count == 0 || suffix_of_nothing) return {};
    read.asked = read.ranges.empty() ? byte_ranges::kind::unsatisfiable : byte_ranges::kind::some;
    join(read.ranges);
    return read;
}

std::string content_range(const byte_range& range, std::uint64_t size) {
    return "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" +
           std::to_string(size);
}

} // namespace medusa
