#pragma once

#include "asyncore/timer.hpp"
#include "medusa/event_stream.hpp"
#include "medusa/handler.hpp"
#include "supervisor_demo/events/event_bus.hpp"
#include "supervisor_demo/web/recent_changes.hpp"
#include "supervisor_demo/web/usage_samples.hpp"

#include <cstdint>
#include <memory>
#include <set>
#include <string>

namespace supervisor {

class supervisor;

/// `GET /status.json`: how everything stands, once; and `GET /events`: what changes from then on,
/// as server-sent events whose data is JSON:
///
///     changes  processes moved: "now", "number" of the last change, the new "changes", and the
///              "processes" they are about as they stand now; all in one turn of the loop are one
///     usage    every two seconds, what programs use: "now", "usage" of those where it changed,
///              each a namespec with [cpu, memory]
///     layout   groups came or went, or the daemon stops: ask for /status.json
///
/// status_json.hpp says what the members are. Who listens asks for /status.json once the stream is
/// open, and passes over changes whose number is not above that of the answer.
///
/// Nothing is sampled, and no timer is set, while no one listens. A listener that does not read is
/// let go with at most half a megabyte waiting; at most 64 may listen.
class status_feed : public medusa::handler, private event_subscriber {
public:
    /// The daemon must outlive it.
    explicit status_feed(supervisor& daemon);
    ~status_feed() override;

    bool match(const medusa::http_request& request) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;
    std::string_view methods(const medusa::http_request&) override { return "GET, HEAD"; }

    /// What programs use, looked at now; for a page that is shown once.
    const usage_samples& look();

    std::size_t listeners() const noexcept { return stream_.listeners(); }
    std::size_t dropped() const noexcept { return stream_.dropped(); }
    /// Whether it waits for a time to come.
    bool sampling() const noexcept { return sample_timer_.pending(); }

private:
    void accept(const std::shared_ptr<const event>& happened) override;
    void send_status(medusa::http_request& request);
    void begin_watching();
    void end_watching();
    void sample_later();
    void sample();
    void tell_soon();
    void tell();

    supervisor& daemon_;
    usage_samples samples_;
    medusa::event_stream stream_;
    recent_changes changes_;
    std::uint64_t told_number_ = 0; // changes up to it have been sent
    std::set<std::string> moved_;   // namespecs of those that have not
    bool layout_changed_ = false;
    bool watching_ = false;
    asyncore::timer sample_timer_;
    asyncore::timer tell_timer_;
};

} // namespace supervisor
