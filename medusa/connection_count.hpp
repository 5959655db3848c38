#pragma once

#include "asyncore/address.hpp"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

namespace medusa {

/// How many connections a server has, and how many of them from each IP address. Those over a Unix
/// socket have no address and count only in all.
class connection_count {
    using addresses = std::unordered_map<std::string, std::size_t>;

public:
    /// One connection's place: it is counted as long as the place is held. Must not outlive the
    /// count. Moved-from or default, it is none.
    class place {
    public:
        place() noexcept = default;
        place(place&& other) noexcept
            : count_(std::exchange(other.count_, nullptr)), from_(other.from_) {}
        place& operator=(place&& other) noexcept {
            std::swap(count_, other.count_);
            std::swap(from_, other.from_);
            return *this;
        }
        ~place() { give_up(); }
        void give_up() noexcept {
            if (auto* count = std::exchange(count_, nullptr)) count->leave(from_);
        }

    private:
        friend class connection_count;
        connection_count* count_ = nullptr;
        addresses::value_type* from_ = nullptr;
    };

    /// Takes a place; `by_address` says whether the address is to be counted, too.
    place enter(const asyncore::address& peer, bool by_address) {
        place taken;
        if (by_address && !peer.host().empty())
            taken.from_ = &*addresses_.try_emplace(peer.host(), 0).first;
        if (taken.from_) ++taken.from_->second;
        taken.count_ = this;
        ++total_;
        return taken;
    }

    std::size_t total() const noexcept { return total_; }
    std::size_t from(const asyncore::address& peer) const {
        const auto found = addresses_.find(peer.host());
        return found == addresses_.end() ? 0 : found->second;
    }

private:
    void leave(addresses::value_type* from) noexcept {
        --total_;
        if (from && --from->second == 0) addresses_.erase(addresses_.find(from->first));
    }

    addresses addresses_;
    std::size_t total_ = 0;
};

} // namespace medusa
