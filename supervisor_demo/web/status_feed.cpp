#include "supervisor_demo/web/status_feed.hpp"

#include "medusa/http_request.hpp"
#include "supervisor_demo/config/namespec.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/supervisor.hpp"
#include "supervisor_demo/web/json.hpp"
#include "supervisor_demo/web/page_headers.hpp"
#include "supervisor_demo/web/status_json.hpp"

#include <chrono>
#include <utility>

namespace supervisor {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view status_path = "/status.json";
constexpr const char* stream_path = "/events";
constexpr std::size_t most_listeners = 64;
constexpr std::size_t most_waiting = 512 * 1024; // bytes for one who does not read

} // namespace

status_feed::status_feed(supervisor& daemon)
    : daemon_(daemon),
      stream_(stream_path, daemon.map()),
      changes_(daemon.changes(), [this](const change_record& change) {
          if (!watching_) return;
          moved_.insert(change.name);
          tell_soon();
      }) {
    stream_.max_kept = 0; // /status.json tells all there is
    stream_.max_waiting = most_waiting;
    stream_.max_listeners = most_listeners;
}

status_feed::~status_feed() {
    end_watching();
}

bool status_feed::match(const medusa::http_request& request) {
    return request.path() == status_path || stream_.match(request);
}

void status_feed::handle_request(const std::shared_ptr<medusa::http_request>& request) {
    set_data_headers(request->reply());
    if (request->path() == status_path) {
        send_status(*request);
        return;
    }
    stream_.handle_request(request);
    if (stream_.listeners() > 0) begin_watching();
}

const usage_samples& status_feed::look() {
    samples_.refresh(daemon_);
    return samples_;
}

void status_feed::send_status(medusa::http_request& request) {
    request.reply().set("Content-Type", "application/json");
    request.push(status_json(daemon_, samples_, changes_));
    request.done();
}

void status_feed::begin_watching() {
    if (!std::exchange(watching_, true)) {
        told_number_ = changes_.last_number();
        event_type_set wanted;
        wanted.add(event_type::process_group);
        wanted.add(event_type::supervisor_state_change);
        daemon_.events().subscribe(*this, wanted);
    }
    if (!sample_timer_.pending()) sample_later();
}

void status_feed::end_watching() {
    if (!std::exchange(watching_, false)) return;
    daemon_.events().unsubscribe(*this);
    sample_timer_.cancel();
    tell_timer_.cancel();
    samples_.clear();
    moved_.clear();
    layout_changed_ = false;
}

void status_feed::sample_later() {
    sample_timer_ = asyncore::call_later(
        samples_.pause(), [this] { sample(); }, daemon_.map());
}

void status_feed::sample() {
    if (stream_.listeners() == 0) {
        end_watching();
        return;
    }
    samples_.refresh(daemon_);
    sample_later();
    json_writer json;
    json.begin_object();
    json.member("now", epoch_milliseconds(std::chrono::system_clock::now()));
    json.key("usage").begin_object();
    for (const auto& group : daemon_.groups()) {
        for (const auto& one : group->processes()) {
            const auto* usage = samples_.of(one->pid());
            if (!usage || !usage->changed) continue;
            json.key(namespec_of(*one)).begin_array().tenths(usage->cpu);
            json.value(usage->memory).end_array();
        }
    }
    json.end_object().end_object();
    stream_.send({json.take(), "usage", {}, {}});
}

void status_feed::accept(const std::shared_ptr<const event>&) {
    layout_changed_ = true;
    tell_soon();
}

void status_feed::tell_soon() {
    if (tell_timer_.pending()) return;
    tell_timer_ = asyncore::call_later(
        0ns, [this] { tell(); }, daemon_.map());
}

void status_feed::tell() {
    const auto moved = std::exchange(moved_, {});
    const bool layout = std::exchange(layout_changed_, false);
    const auto after = std::exchange(told_number_, changes_.last_number());
    if (!moved.empty()) {
        const auto now = std::chrono::system_clock::now();
        json_writer json;
        json.begin_object();
        json.member("now", epoch_milliseconds(now));
        json.member("number", static_cast<std::int64_t>(told_number_));
        json.key("changes").begin_array();
        for (const change_record& change : changes_.all())
            if (change.number > after) write_change(json, change);
        json.end_array();
        json.key("processes").begin_array();
        for (const std::string& spec : moved) {
            const namespec names = split_namespec(spec);
            if (const process* one = daemon_.find_process(names.group, names.process))
                write_process(json, *one, samples_, now);
        }
        json.end_array().end_object();
        stream_.send({json.take(), "changes", {}, {}});
    }
    if (layout) stream_.send({"{}", "layout", {}, {}});
}

} // namespace supervisor
