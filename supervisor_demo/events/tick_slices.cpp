#include "supervisor_demo/events/tick_slices.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace supervisor {

namespace {

struct period {
    event_type type;
    std::time_t seconds;
};
constexpr period periods[] = {
    {event_type::tick_5, 5}, {event_type::tick_60, 60}, {event_type::tick_3600, 3600}};

constexpr std::time_t slice(std::time_t when, std::time_t seconds) {
    return when - when % seconds;
}

} // namespace

std::vector<due_tick> tick_slices::advance(std::time_t now, event_type_set wanted) {
    static_assert(std::size(periods) == std::size(decltype(begun_){}));
    std::vector<due_tick> due;
    for (std::size_t i = 0; i < std::size(periods); ++i) {
        const std::time_t begins = slice(now, periods[i].seconds);
        if (!wanted.contains(periods[i].type))
            begun_[i].reset();
        else if (begun_[i].value_or(begins) != begins)
            due.push_back({periods[i].type, *(begun_[i] = begins)});
        else
            begun_[i] = begins;
    }
    return due;
}

std::optional<std::time_t> tick_slices::next(std::time_t now, event_type_set wanted) {
    std::optional<std::time_t> earliest;
    for (const period& one : periods) {
        const std::time_t begins = slice(now, one.seconds) + one.seconds;
        if (wanted.contains(one.type)) earliest = std::min(earliest.value_or(begins), begins);
    }
    return earliest;
}

} // namespace supervisor
