#pragma once

#include "medusa/handler.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace medusa {

class counting_handler;
class http_server;

/// Numbers for Prometheus, at a path of their own: counters and gauges with names and labels.
///
///     auto metrics = std::make_shared<medusa::metrics_handler>();
///     metrics->watch(server, {{"listener", "public"}});
///     std::uint64_t& orders = metrics->counter("shop_orders_total", "Orders taken.");
///     ...
///     ++orders;
///
/// To count is to add to a number: no lock, no look-up, no memory. Text is made when it is asked
/// for. All of it belongs to the thread of the map. Names and labels cannot be taken back.
/// Source: Prometheus, "Exposition formats", text format 0.0.4.
class metrics_handler : public handler {
public:
    /// Names of labels and their values; a value may hold any UTF-8.
    using labels = std::vector<std::pair<std::string, std::string>>;

    explicit metrics_handler(std::string path = "/metrics") : path_(std::move(path)) {}

    /// A counter at zero, which only grows. The reference is good as long as this handler is.
    /// The same name may be added again with other labels; help and type are those of the first.
    /// Throws std::invalid_argument for a name or a label that is none, for a name that has another
    /// type already, and for a name with the same labels twice.
    std::uint64_t& counter(std::string_view name, std::string_view help, const labels& with = {});

    /// A counter that is counted elsewhere, and a number that goes up and down: asked for when the
    /// text is made. Errors are as above.
    using reading = std::function<double()>;
    void counter(std::string_view name, std::string_view help, const labels& with, reading value);
    void gauge(std::string_view name, std::string_view help, const labels& with, reading value);

    /// The counters of a server: medusa_connections, medusa_connections_total,
    /// medusa_connections_refused_total, medusa_requests_total, medusa_answers_total by `class`,
    /// medusa_received_bytes_total, medusa_sent_bytes_total, medusa_start_time_seconds. A server
    /// that is gone keeps its last line out of the text.
    void watch(const std::shared_ptr<http_server>& server, const labels& with = {});
    /// Those of a handler: medusa_handler_requests_total, medusa_handler_answers_total by `class`,
    /// medusa_handler_body_bytes_total.
    void watch(const std::shared_ptr<counting_handler>& handler, const labels& with);

    /// The text that is answered.
    std::string text() const;

    bool match(const http_request& request) override;
    void handle_request(const std::shared_ptr<http_request>& request) override;
    std::string_view methods(const http_request&) override { return "GET, HEAD"; }

private:
    struct sample {
        std::string labels; // as they are written
        const std::uint64_t* count;
        reading value; // where there is no count
    };
    struct family {
        std::string name;
        std::string help;
        std::string_view type;
        std::vector<sample> samples;
    };

    std::vector<sample>& samples(std::string_view name, std::string_view help,
                                 std::string_view type, const std::string& written);
    void add(std::string_view name, std::string_view help, std::string_view type,
             const labels& with, const std::uint64_t* count, reading value);

    std::string path_;
    std::deque<std::uint64_t> counts_; // which stay where they are
    std::vector<family> families_;
};

} // namespace medusa
