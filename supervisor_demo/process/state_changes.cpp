#include "supervisor_demo/process/state_changes.hpp"

#include <algorithm>
#include <utility>

namespace supervisor {

struct state_changes::subscriber {
    callback told;
    bool wanted = true;
};

state_changes::subscription& state_changes::subscription::operator=(subscription&& other) noexcept {
    std::swap(subscriber_, other.subscriber_);
    subscription gone(std::exchange(other.subscriber_, nullptr));
    return *this;
}

state_changes::subscription::~subscription() {
    // The callback itself stays until the sweep: it may be the one that is running.
    if (subscriber_) subscriber_->wanted = false;
}

state_changes::subscription state_changes::subscribe(callback told) {
    subscribers_.push_back(std::make_shared<subscriber>(subscriber{std::move(told)}));
    return subscription(subscribers_.back());
}

void state_changes::publish(const state_change& change) {
    ++publishing_;
    const std::size_t now = subscribers_.size();
    for (std::size_t i = 0; i < now; ++i) {
        const auto to = subscribers_[i]; // the vector may grow meanwhile
        if (to->wanted) to->told(change);
    }
    if (--publishing_ > 0) return;
    const auto unwanted = std::stable_partition(subscribers_.begin(), subscribers_.end(),
                                                [](const auto& to) { return to->wanted; });
    // What a callback holds may unsubscribe others when it goes: let it go outside the vector.
    const std::vector<std::shared_ptr<subscriber>> gone(
        std::make_move_iterator(unwanted), std::make_move_iterator(subscribers_.end()));
    subscribers_.erase(unwanted, subscribers_.end());
}

} // namespace supervisor
