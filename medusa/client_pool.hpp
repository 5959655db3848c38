#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "medusa/http_client.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace medusa {

class client_channel;

/// The connections of a client, by origin, and the exchanges that wait for one.
class client_pool : public std::enable_shared_from_this<client_pool> {
public:
    explicit client_pool(asyncore::socket_map& map) noexcept : map_(map) {}

    client_limits limits;
    std::string user_agent = "medusa";
    http_client::tls_starter start_tls;

    asyncore::socket_map& map() const noexcept { return map_; }
    std::size_t idle() const noexcept { return idle_; }

    /// Throws std::invalid_argument for a URL that cannot be asked.
    void check(const http_url& url) const;
    bool full() const noexcept { return waiting_ >= limits.max_waiting; }

    /// Gets it a connection that is kept, a new one, or a place among those who wait.
    void submit(exchange& one);
    /// The same, but never a connection that is kept: those may be as dead as the last.
    void submit_anew(exchange& one);
    /// It is over: it waits for nothing any more.
    void withdraw(exchange& one) noexcept;

    /// The channel has nothing to do; it is kept, given away or closed.
    void released(const std::shared_ptr<client_channel>& channel);
    /// The channel has been closed, or never came to be.
    void left(client_channel& channel);

    void close_idle();
    /// Ends everything; no one is told.
    void close() noexcept;
    void keep(bool wanted) noexcept { keeps_ = wanted; }

private:
    struct place {
        std::vector<std::shared_ptr<client_channel>> idle; // used last: at the back
        std::deque<exchange*> waiting;
        std::size_t connections = 0;
    };

    void connect(place& at, exchange& one);

    asyncore::socket_map& map_;
    std::unordered_map<std::string, place> places_;
    std::unordered_set<exchange*> live_;
    std::size_t idle_ = 0;
    std::size_t waiting_ = 0;
    bool keeps_ = true;
};

} // namespace medusa
