#include "medusa/client_pool.hpp"

#include "medusa/client_channel.hpp"
#include "medusa/exchange.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

namespace medusa {

void client_pool::check(const http_url& url) const {
    if (url.is_secure() && !start_tls)
        throw std::invalid_argument(url.to_string() + ": the client has no TLS, see use_tls()");
}

void client_pool::submit(exchange& one) {
    live_.insert(&one);
    for (;;) {
        place& at = places_[one.origin()]; // looked up again: left() may have done away with it
        if (at.idle.empty()) break;
        const auto channel = std::move(at.idle.back());
        at.idle.pop_back();
        --idle_;
        if (channel->is_fresh()) { // else it has closed itself, and told left()
            channel->begin(one);
            return;
        }
    }
    submit_anew(one);
}

void client_pool::submit_anew(exchange& one) {
    live_.insert(&one);
    place& at = places_[one.origin()];
    if (at.connections < std::max<std::size_t>(limits.max_connections, 1)) {
        connect(at, one);
    } else {
        at.waiting.push_back(&one);
        ++waiting_;
    }
}

void client_pool::connect(place& at, exchange& one) {
    ++at.connections;
    std::make_shared<client_channel>(shared_from_this(), one.request().url())->connect(one);
}

void client_pool::withdraw(exchange& one) noexcept {
    live_.erase(&one);
    const auto found = places_.find(one.origin());
    if (found == places_.end()) return;
    auto& waiting = found->second.waiting;
    const auto at = std::find(waiting.begin(), waiting.end(), &one);
    if (at == waiting.end()) return;
    waiting.erase(at);
    --waiting_;
}

void client_pool::released(const std::shared_ptr<client_channel>& channel) {
    place& at = places_[channel->url().origin()];
    if (!at.waiting.empty()) {
        exchange* const next = at.waiting.front();
        at.waiting.pop_front();
        --waiting_;
        channel->begin(*next);
    } else if (keeps_ && at.idle.size() < limits.max_idle) {
        at.idle.push_back(channel);
        ++idle_;
    } else {
        channel->close();
    }
}

void client_pool::left(client_channel& channel) {
    const auto found = places_.find(channel.url().origin());
    if (found == places_.end()) return;
    place& at = found->second;
    --at.connections;
    const auto kept = std::find_if(at.idle.begin(), at.idle.end(),
                                   [&](const auto& each) { return each.get() == &channel; });
    if (kept != at.idle.end()) {
        at.idle.erase(kept);
        --idle_;
    }
    if (!at.waiting.empty()) {
        exchange* const next = at.waiting.front();
        at.waiting.pop_front();
        --waiting_;
        try {
            connect(at, *next);
        } catch (const std::exception& error) { // no descriptor left: its own affair
            next->lost(client_error::kind::connect, error.what(), false);
        }
    } else if (at.connections == 0) {
        places_.erase(found);
    }
}

void client_pool::close_idle() {
    std::vector<std::shared_ptr<client_channel>> all;
    for (auto& [origin, at] : places_)
        all.insert(all.end(), at.idle.begin(), at.idle.end());
    for (const auto& each : all)
        each->close();
}

void client_pool::close() noexcept {
    keep(false);
    for (auto& [origin, at] : places_)
        at.waiting.clear();
    waiting_ = 0;
    while (!live_.empty())
        (*live_.begin())->cancel();
    close_idle();
}

} // namespace medusa
