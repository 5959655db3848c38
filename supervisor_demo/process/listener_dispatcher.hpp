#pragma once

#include "supervisor_demo/process/output_dispatcher.hpp"

#include <functional>
#include <string_view>

namespace supervisor {

/// Our end of the stdout of an event listener: what arrives is the listener's half of the protocol.
/// It goes to the log as well, and is neither captured nor made an event of.
class listener_dispatcher : public output_dispatcher {
public:
    using hearer = std::function<void(std::string_view data)>;

    /// Throws as output_dispatcher does. REQUIRES: `heard` outlives it.
    listener_dispatcher(asyncore::unique_fd pipe, process& owner, const stream_config& stream,
                        const std::string& logfile, supervision& shared, const hearer& heard);

protected:
    void collect(std::string_view data) override;

private:
    const hearer& heard_;
};

} // namespace supervisor
