#include "medusa/metrics_handler.hpp"

#include "medusa/counting_handler.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <type_traits>

namespace medusa {

namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

// [a-zA-Z_][a-zA-Z0-9_]*, and of a metric a colon, too.
bool is_name(std::string_view name, bool of_metric) {
    if (name.empty() || http_chars::is(name.front(), http_chars::digit)) return false;
    return std::all_of(name.begin(), name.end(), [of_metric](char c) {
        const char small = http_chars::lower(c);
        return (small >= 'a' && small <= 'z') || http_chars::is(c, http_chars::digit) || c == '_' ||
               (c == ':' && of_metric);
    });
}

void append_escaped(std::string& out, std::string_view text, bool quoted) {
    for (char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\\' || (c == '"' && quoted))
            out.append(1, '\\').append(1, c);
        else
            out += c;
    }
}

std::string written(const metrics_handler::labels& with) {
    std::string out;
    for (const auto& [name, value] : with) {
        if (!is_name(name, false) || name.starts_with("__"))
            throw std::invalid_argument("not the name of a label: " + name);
        out.append(out.empty() ? "{" : ",").append(name).append("=\"");
        append_escaped(out, value, true);
        out += '"';
    }
    if (!out.empty()) out += '}';
    return out;
}

template <class Number>
void append_number(std::string& out, Number number) {
    if constexpr (std::is_floating_point_v<Number>) {
        if (std::isinf(number)) {
            out += number < 0 ? "-Inf" : "+Inf";
            return;
        }
    }
    char text[32];
    out.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

metrics_handler::labels and_class(metrics_handler::labels with, std::size_t digit) {
    with.emplace_back("class", std::to_string(digit) + "xx");
    return with;
}

// Reads a number of what may be gone.
template <class Watched, class Read>
metrics_handler::reading reading_of(const std::shared_ptr<Watched>& watched, Read read) {
    return [weak = std::weak_ptr<Watched>(watched), read] {
        const auto there = weak.lock();
        return there ? static_cast<double>(read(*there)) : absent;
    };
}

} // namespace

std::vector<metrics_handler::sample>& metrics_handler::samples(std::string_view name,
                                                               std::string_view help,
                                                               std::string_view type,
                                                               const std::string& with) {
    if (!is_name(name, true))
        throw std::invalid_argument("not the name of a metric: " + std::string(name));
    auto found = std::find_if(families_.begin(), families_.end(),
                              [name](const family& one) { return one.name == name; });
    if (found == families_.end())
        found = families_.insert(found, {std::string(name), std::string(help), type, {}});
    if (found->type != type)
        throw std::invalid_argument(std::string(name) + " is a " + std::string(found->type));
    for (const sample& one : found->samples)
        if (one.labels == with)
            throw std::invalid_argument(std::string(name) + with + " is there already");
    return found->samples;
}

void metrics_handler::add(std::string_view name, std::string_view help, std::string_view type,
                          const labels& with, const std::uint64_t* count, reading value) {
    std::string text = written(with);
    samples(name, help, type, text).push_back({std::move(text), count, std::move(value)});
}

std::uint64_t& metrics_handler::counter(std::string_view name, std::string_view help,
                                        const labels& with) {
    std::uint64_t& count = counts_.emplace_back(0);
    add(name, help, "counter", with, &count, nullptr);
    return count;
}

void metrics_handler::counter(std::string_view name, std::string_view help, const labels& with,
                              reading value) {
    add(name, help, "counter", with, nullptr, std::move(value));
}

void metrics_handler::gauge(std::string_view name, std::string_view help, const labels& with,
                            reading value) {
    add(name, help, "gauge", with, nullptr, std::move(value));
}

void metrics_handler::watch(const std::shared_ptr<http_server>& server, const labels& with) {
    gauge("medusa_connections", "Connections being served.", with,
          reading_of(server, [](http_server& s) { return s.connections().total(); }));
    gauge("medusa_start_time_seconds", "When the server was started, in Unix time.", with,
          reading_of(server, [](http_server& s) {
              return std::chrono::duration<double>(s.counters.since.time_since_epoch()).count();
          }));
    counter("medusa_connections_total", "Connections taken.", with,
            reading_of(server, [](http_server& s) { return s.counters.connections; }));
    counter("medusa_connections_refused_total", "Connections turned away for a limit.", with,
            reading_of(server, [](http_server& s) { return s.counters.turned_away; }));
    counter("medusa_requests_total", "Requests whose head could be read.", with,
            reading_of(server, [](http_server& s) { return s.counters.requests; }));
    for (std::size_t digit = 1; digit < 6; ++digit)
        counter("medusa_answers_total", "Answers by the class of their status.",
                and_class(with, digit),
                reading_of(server, [digit](http_server& s) { return s.counters.answers[digit]; }));
    counter("medusa_received_bytes_total", "Bytes received.", with,
            reading_of(server, [](http_server& s) { return s.counters.received; }));
    counter("medusa_sent_bytes_total", "Bytes sent.", with,
            reading_of(server, [](http_server& s) { return s.counters.sent; }));
}

void metrics_handler::watch(const std::shared_ptr<counting_handler>& one, const labels& with) {
    counter("medusa_handler_requests_total", "Requests for a handler.", with,
            reading_of(one, [](counting_handler& h) { return h.counters.requests; }));
    for (std::size_t digit = 1; digit < 6; ++digit)
        counter("medusa_handler_answers_total", "A handler's answers by the class of their status.",
                and_class(with, digit), reading_of(one, [digit](counting_handler& h) {
                    return h.counters.answers[digit];
                }));
    counter("medusa_handler_body_bytes_total", "Bytes of bodies a handler has sent.", with,
            reading_of(one, [](counting_handler& h) { return h.counters.body_bytes; }));
}

std::string metrics_handler::text() const {
    std::string out;
    for (const family& one : families_) {
        out.append("# HELP ").append(one.name).append(" ");
        append_escaped(out, one.help, false);
        out.append("\n# TYPE ").append(one.name).append(" ").append(one.type).append("\n");
        for (const sample& each : one.samples) {
            const double value = each.count ? 0 : each.value();
            if (std::isnan(value)) continue;
            out.append(one.name).append(each.labels).append(" ");
            if (each.count)
                append_number(out, *each.count);
            else
                append_number(out, value);
            out += '\n';
        }
    }
    return out;
}

bool metrics_handler::match(const http_request& request) {
    return request.path() == path_;
}

void metrics_handler::handle_request(const std::shared_ptr<http_request>& request) {
    request->reply().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    request->push(text());
    request->done();
}

} // namespace medusa
