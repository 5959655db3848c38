#pragma once
// Internal: not included outside asyncore/, and by no public header.

#include "asyncore/address.hpp"
#include "asyncore/resolver.hpp"
#include "asyncore/timer.hpp"
#include "asyncore/unique_fd.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace asio {
class io_context;
}

namespace asyncore {

class dispatcher;
class socket_map;

/// How far stop() has come.
struct stopping {
    enum { no, soon, told, over } step = no; // soon: channels are told next turn
    timer grace;                             // its end closes what is left
};

/// The wait of one socket map: Asio's loop, in which timers and signals live, and inside it one
/// epoll set that holds every descriptor of the map, level-triggered but where a channel asks
/// otherwise.
///
/// Why a set of its own: Asio's async_wait() costs an epoll_ctl for each event, as it must be
/// started again each time. The set is itself a single descriptor in Asio's loop, started again
/// once a batch; a channel's own registration stays as it is until its interest changes. While
/// events come several at a time the set is asked, and slept on, directly, and Asio, with its
/// timers and signals, every few milliseconds.
///
/// What that costs, on one core with 64 connections and a small HTTP request in flight on each, as
/// CPU time of the server per request: 7.9 us where Asio's async_wait() is started again for each
/// event, of which the epoll_ctl is the dearest part, and 7.3 us with Asio's async_read_some(),
/// which tries recv() first and so pays for one only when there was nothing. This set pays none:
/// an event costs its share of one epoll_wait, a look into a table, and a virtual call. A batch
/// that finds Asio's turn costs besides one epoll_ctl and one epoll_wait of Asio's, for up to 128
/// events. The price is that under load timers wait for some milliseconds more, and that a map
/// costs three descriptors: Asio's epoll, its eventfd or timerfd, and the set.
class reactor {
public:
    explicit reactor(socket_map& map);
    ~reactor();

    /// Tells the kernel what `fd` waits for now; `known` says whether it is in the set already.
    /// Descriptors epoll refuses (regular files) are kept as always ready.
    void watch(int fd, std::uint32_t generation, std::uint32_t events, bool known);
    void unwatch(int fd);

    bool turn(std::optional<duration> timeout);
    /// Whether a turn is on the stack.
    bool turning() const noexcept { return turns_ > 0; }

    /// Calls `function` in an own turn, soon.
    void call_soon(std::function<void()> function);

    asio::io_context& context() noexcept;
    /// A timer was armed there: one that is due soon is not slept over.
    void timer_armed(duration delay) noexcept;

    stopping& stop_state() noexcept { return stopping_; }
    /// Ends a stop whose map is empty, so that the map may be used again.
    void settle() noexcept;

    /// Keeps a descriptor back for drop_connection(). Called before listening.
    void keep_spare() noexcept;

    /// Accepts and drops a connection for which there is no descriptor. False when even that fails.
    bool drop_connection(int listening) noexcept;
    /// How many were dropped since this was last told; 0 while it was told just now.
    unsigned dropped_to_tell() noexcept;
    /// Calls `function` in a tenth of a second: something may have been closed by then.
    void call_rested(std::function<void()> function);

    /// Whom the socket `fd` is on its way to; the kernel does not say before it is there.
    void connecting(int fd, const address& peer);
    address connecting(int fd) const;
    /// Whom it is to try where that fails, the first of them last.
    void set_next(int fd, std::vector<address> peers);
    std::vector<address> take_next(int fd);

    /// Owns a channel that has no socket yet, while the name of its peer is looked up.
    void looks_up(std::shared_ptr<dispatcher> channel, resolution asked);
    void forget_lookup(const dispatcher& channel) noexcept;
    std::vector<std::shared_ptr<dispatcher>> looking_up() const;

private:
    struct wait;
    struct destination {
        address peer;
        std::vector<address> next;
    };
    struct lookup {
        std::shared_ptr<dispatcher> channel;
        resolution asked;
    };
    struct ready_file {
        int fd;
        std::uint32_t generation;
        std::uint32_t events;
    };

    bool dispatch_ready(int milliseconds);
    bool dispatch_files();
    void arm();
    bool asio_may_wait() noexcept;

    socket_map& map_;
    std::unique_ptr<wait> wait_;
    std::vector<ready_file> files_; // always ready
    stopping stopping_;
    std::unordered_map<int, destination> connecting_;
    std::unordered_map<const dispatcher*, lookup> lookups_;
    std::vector<std::function<void()>> rested_;
    timer rest_;
    unique_fd spare_; // given up for a moment when descriptors run out
    unsigned dropped_ = 0;
    std::optional<std::chrono::steady_clock::time_point> told_;
    bool armed_ = false;
    bool ready_ = false;
    bool busy_ = false;
    unsigned turns_ = 0; // on the stack: more than one in a loop inside a hook
    unsigned busy_turns_ = 0;
    std::int64_t asio_looked_at_ = 0; // and had nothing but the set
    unsigned posted_ = 0;             // functions of call_soon() that wait
    std::int64_t near_timer_until_ = 0;
    bool may_sleep_ = false; // on the set alone: nothing of Asio's is due soon
};

} // namespace asyncore
