#include "supervisor_demo/process/listener_dispatcher.hpp"

#include "supervisor_demo/events/event.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/process/supervision.hpp"

#include <utility>

namespace supervisor {

listener_dispatcher::listener_dispatcher(asyncore::unique_fd pipe, process& owner,
                                         const stream_config& stream, const std::string& logfile,
                                         supervision& shared, const hearer& heard)
    : output_dispatcher(std::move(pipe), owner, "stdout", stream, logfile, shared), heard_(heard) {}

void listener_dispatcher::collect(std::string_view data) {
    if (shared().log.enabled(log_level::debug))
        shared().log.debug(format("'{}' stdout output:\n{}", owner().name(), bytes_repr(data)));
    log_to_file(shared().strip_ansi ? std::string_view(strip_escapes(data)) : data);
    heard_(data);
}

} // namespace supervisor
