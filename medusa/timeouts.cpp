#include "medusa/timeouts.hpp"

#include <algorithm>
#include <limits>

#include <time.h>

namespace medusa {

namespace {

// So many waits end in one turn of the loop before the other events have theirs.
constexpr int ends_per_turn = 256;

// Milliseconds on a clock that costs next to nothing to read and is a few of them coarse.
std::uint64_t coarse_now() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1000 +
           static_cast<std::uint64_t>(now.tv_nsec) / 1'000'000;
}

} // namespace

void timeouts::entry::leave() noexcept {
    kind_ = wait::none;
    if (!next_) return;
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = nullptr;
}

timeouts::timeouts(const limits& lengths, asyncore::socket_map& map) noexcept
    : limits_(&lengths), map_(&map) {
    for (entry& ring : lists_)
        ring.previous_ = ring.next_ = &ring;
}

std::uint64_t timeouts::length_of(wait kind) const noexcept {
    std::chrono::milliseconds length{0};
    switch (kind) {
    case wait::none:
        break;
    case wait::idle:
        length = limits_->idle_time;
        break;
    case wait::head:
        length = limits_->head_time;
        break;
    case wait::body:
        length = limits_->body_time;
        break;
    case wait::write:
        length = limits_->write_time;
        break;
    case wait::linger:
        length = limits_->linger_time;
        break;
    }
    return length.count() > 0 ? static_cast<std::uint64_t>(length.count()) : 0;
}

void timeouts::begin(entry& who, wait kind) {
    who.leave();
    who.kind_ = kind;
    if (kind == wait::none) return;
    who.since_ = coarse_now();
    entry& ring = lists_[static_cast<std::size_t>(kind)];
    who.previous_ = ring.previous_;
    who.next_ = &ring;
    ring.previous_->next_ = &who;
    ring.previous_ = &who;
    const std::uint64_t length = length_of(kind);
    if (length > 0 && (!timer_.pending() || who.since_ + length < timer_due_)) arm(who.since_);
}

timeouts::entry* timeouts::longest(wait kind) const noexcept {
    const entry& ring = lists_[static_cast<std::size_t>(kind)];
    return ring.next_ == &ring ? nullptr : ring.next_;
}

void timeouts::stop_if_idle() noexcept {
    for (const entry& ring : lists_)
        if (ring.next_ != &ring) return;
    timer_.cancel();
}

void timeouts::arm(std::uint64_t now) {
    std::uint64_t due = std::numeric_limits<std::uint64_t>::max();
    for (std::size_t kind = 0; kind < kinds; ++kind)
        if (const entry* first = longest(static_cast<wait>(kind)))
            if (const std::uint64_t length = length_of(first->kind_); length > 0)
                due = std::min(due, first->since_ + length);
    if (due == std::numeric_limits<std::uint64_t>::max()) return;
    timer_due_ = due;
    // A tick of the coarse clock later, so that it has surely come that far.
    const auto delay = std::chrono::milliseconds(due > now ? due - now + 4 : 0);
    // A wait that ends may be the end of the last channel, and so of the server.
    timer_ = asyncore::call_later(
        delay,
        [weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->fire();
        },
        *map_);
}

void timeouts::fire() {
    const std::uint64_t now = coarse_now();
    int left = ends_per_turn;
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        while (entry* first = longest(static_cast<wait>(kind))) {
            const wait ended = first->kind_;
            const std::uint64_t length = length_of(ended);
            if (left == 0 || length == 0 || first->since_ + length > now) break;
            --left;
            first->leave();
            first->timed_out(ended);
        }
    }
    arm(now);
}

} // namespace medusa
