#pragma once

#include "asyncore/file_dispatcher.hpp"
#include "supervisor_demo/events/event_bus.hpp"
#include "supervisor_demo/events/tick_slices.hpp"

namespace supervisor {

/// Publishes TICK events when the wall clock comes to a new slice, or is set to another one.
///
/// Wakes up for nothing else, and for nothing at all while no one subscribes to a TICK: then it is
/// not armed. Make it with asyncore::make; REQUIRES: the bus outlives it.
class tick_source : public asyncore::file_dispatcher {
public:
    /// Throws std::system_error.
    tick_source(event_bus& bus, asyncore::socket_map& map);

    /// To be called when what the bus wants has changed.
    void wanted_changed();

    bool writable() override { return false; }
    void handle_read() override;

private:
    void look();
    event_type_set wanted() const;

    event_bus& bus_;
    tick_slices slices_;
};

} // namespace supervisor
