#include "supervisor_demo/events/event_type.hpp"

#include <cstddef>
#include <iterator>

namespace supervisor {

namespace {

constexpr const event_type_row& row_of(event_type type) noexcept {
    return event_types[static_cast<std::size_t>(type)];
}

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(event_types); ++i)
        if (static_cast<std::size_t>(event_types[i].type) != i ||
            event_types[i].parent > event_types[i].type)
            return false;
    return std::size(event_types) <= 32;
}
static_assert(in_order(), "a row is found by its type, comes after its parent, and has a bit");

} // namespace

std::string_view name_of(event_type type) noexcept {
    return row_of(type).name;
}

std::optional<event_type> find_event_type(std::string_view name) noexcept {
    for (const event_type_row& row : event_types)
        if (row.name == name) return row.type;
    return {};
}

bool is_kind_of(event_type type, event_type asked) noexcept {
    while (type != asked && type != event_type::event)
        type = row_of(type).parent;
    return type == asked;
}

void event_type_set::add(event_type asked) noexcept {
    for (const event_type_row& row : event_types)
        if (is_kind_of(row.type, asked)) bits_ |= bit(row.type);
}

} // namespace supervisor
