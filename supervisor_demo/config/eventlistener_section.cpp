#include "supervisor_demo/config/eventlistener_section.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/program_section.hpp"
#include "supervisor_demo/config/section_reader.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor {
namespace {

// Started first and stopped last.
constexpr int default_priority = -1;
constexpr std::string_view stock_handler = "supervisor.dispatchers:default_handler";

int read_buffer_size(const section_reader& section, int fallback) {
    const int size = section.get("buffer_size", fallback, datatypes::small_integer);
    if (size >= 1) return size;
    section.report(format("[{}] section sets invalid buffer_size ({})", section.name(), size),
                   "must be 1 or more", "buffer_size");
    return fallback;
}

void check_result_handler(const section_reader& section) {
    const auto handler = section.text("result_handler");
    if (handler && text::strip(*handler) != stock_handler)
        section.report(format("{} cannot be resolved within [{}]", *handler, section.name()),
                       format("is a function in Python, which cannot be called; leave the key out, "
                              "or set it to {}",
                              stock_handler),
                       "result_handler");
}

event_type_set read_events(const section_reader& section) {
    event_type_set events;
    const auto names =
        section.get("events", std::vector<std::string>{}, datatypes::list_of_strings);
    if (names.empty())
        section.report(format("[{}] section requires an \"events\" line", section.name()),
                       "must name the events to listen to", "events");
    for (const std::string& one : names) {
        const std::string name = text::upper(one);
        if (const auto type = find_event_type(name))
            events.add(*type);
        else
            section.report(format("Unknown event type {} in [{}] events", name, section.name()),
                           format("names '{}', which is no type of event", name), "events");
    }
    return events;
}

} // namespace

group_config read_eventlistener_section(loading& shared, const ini_file::section& found,
                                        const name_scope& names) {
    const section_reader section(shared, found, names);
    group_config group;
    group.kind = group_kind::eventlistener;
    group.name = found.name.substr(found.name.find(':') + 1);
    group.priority = section.get("priority", default_priority, datatypes::small_integer);
    group.buffer_size = read_buffer_size(section, group.buffer_size);
    check_result_handler(section);
    group.events = read_events(section);
    if (section.get("redirect_stderr", false, datatypes::boolean))
        section.report(format("[{}] section sets redirect_stderr=true but this is not allowed "
                              "because it will interfere with the eventlistener protocol",
                              found.name),
                       "must be false: stdout is for the eventlistener protocol alone",
                       "redirect_stderr");
    group.processes = read_program_section(shared, found, group.name);
    return group;
}

} // namespace supervisor
