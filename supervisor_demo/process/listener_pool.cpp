#include "supervisor_demo/process/listener_pool.hpp"

#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/input_dispatcher.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/process/supervision.hpp"

#include <algorithm>
#include <utility>

namespace supervisor {

using namespace std::chrono_literals;

struct listener_pool::member {
    process& who;
    listener_protocol protocol;
    std::optional<pooled_event> sent; // while it is BUSY

    bool takes_events() const noexcept {
        return who.state() == process_state::running && protocol.state() == listener_state::ready;
    }
};

listener_pool::listener_pool(const group_config& config,
                             const std::vector<std::unique_ptr<process>>& processes,
                             supervision& shared)
    : config_(config),
      shared_(shared),
      buffer_(static_cast<std::size_t>(config.buffer_size)),
      watching_(shared.changes.subscribe(
          [this](const state_change& change) { process_changed(change); })) {
    for (const auto& one : processes) {
        members_.push_back(std::make_unique<member>(member{*one, {}, {}}));
        one->listen_to_stdout(
            [this, &from = *members_.back()](std::string_view data) { hear(from, data); });
    }
    shared_.events.subscribe(*this, config_.events);
}

listener_pool::~listener_pool() {
    leave();
}

void listener_pool::leave() {
    shared_.events.unsubscribe(*this);
}

void listener_pool::accept(const std::shared_ptr<const event>& happened) {
    if (buffer_.full() && can_dispatch()) dispatch();
    say_discarded(buffer_.add(happened));
    if (can_dispatch()) dispatch_soon();
}

void listener_pool::hear(member& from, std::string_view data) {
    from.protocol.feed(
        data, [&](const listener_move& move, std::string_view line) { moved(from, move, line); });
}

void listener_pool::moved(member& who, const listener_move& move, std::string_view line) {
    const std::string& name = who.who.name();
    if (move.said == listener_word::ok) shared_.log.debug(format("{}: event was processed", name));
    if (move.said == listener_word::other_result)
        shared_.log.warn(format("{}: event was rejected", name));
    if (move.said == listener_word::bad_result)
        shared_.log.warn(format("{}: bad result line: '{}'", name, decoded(line)));
    shared_.log.debug(format("{}: {} -> {}", name, state_name(move.from), state_name(move.to)));
    if (move.to == listener_state::unknown)
        shared_.log.warn(format("{}: has entered the UNKNOWN state and will no longer receive "
                                "events, this usually indicates the process violated the "
                                "eventlistener protocol",
                                name));
    if (move.fate == event_fate::rejected) take_back(who);
    who.sent.reset();
    if (move.to == listener_state::ready && who.takes_events()) dispatch_soon();
}

void listener_pool::process_changed(const state_change& change) {
    const auto found = std::find_if(members_.begin(), members_.end(),
                                    [&](const auto& one) { return &one->who == &change.who; });
    if (found == members_.end()) return;
    member& who = **found;
    if (change.to == process_state::starting)
        who.protocol = {};
    else if (is_stopped(change.to) || change.to == process_state::backoff)
        take_back(who);
    else if (who.takes_events())
        dispatch_soon();
}

void listener_pool::take_back(member& from) {
    if (!from.sent) return;
    put_back(std::move(*std::exchange(from.sent, std::nullopt)));
    if (can_dispatch()) dispatch_soon();
}

void listener_pool::put_back(pooled_event again) {
    shared_.log.debug(format("rebuffering event {} for pool {} (buf size={}, max={})",
                             again.what->serial, config_.name, buffer_.size(), buffer_.capacity()));
    say_discarded(buffer_.put_back(std::move(again)));
}

void listener_pool::say_discarded(const std::optional<pooled_event>& discarded) {
    if (discarded)
        shared_.log.error(format("pool {} event buffer overflowed, discarding event {}",
                                 config_.name, discarded->what->serial));
}

bool listener_pool::can_dispatch() const {
    return std::any_of(members_.begin(), members_.end(),
                       [](const auto& one) { return one->takes_events(); });
}

void listener_pool::dispatch_soon() {
    if (dispatch_timer_.pending() || buffer_.empty()) return;
    dispatch_timer_ = asyncore::call_later(
        0ns, [this] { dispatch(); }, shared_.map);
}

void listener_pool::dispatch() {
    if (!can_dispatch()) return;
    while (!buffer_.empty()) {
        pooled_event oldest = buffer_.take();
        if (send(oldest)) continue;
        put_back(std::move(oldest));
        return;
    }
}

bool listener_pool::send(const pooled_event& next) {
    std::string text;
    for (const auto& one : members_) {
        if (!one->takes_events()) continue;
        if (text.empty()) text = envelope(next);
        const std::string& name = one->who.name();
        if (one->who.write_stdin(text) != stdin_answer::taken) {
            shared_.log.debug(format("epipe occurred while sending event {} to listener {}, "
                                     "listener state unchanged",
                                     next.what->serial, name));
            continue;
        }
        one->protocol.sent();
        one->sent = next;
        shared_.log.debug(format("event {} sent to listener {}", next.what->serial, name));
        return true;
    }
    return false;
}

// len counts characters, as Python's listeners do when they read text.
std::string listener_pool::envelope(const pooled_event& next) const {
    const event& what = *next.what;
    return format("ver:3.0 server:{} serial:{} pool:{} poolserial:{} eventname:{} len:{}\n",
                  shared_.identifier, what.serial, config_.name, next.pool_serial,
                  name_of(what.type), text::count_characters(what.payload)) +
           what.payload;
}

} // namespace supervisor
