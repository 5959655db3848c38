#pragma once
// Internal: not included outside asyncore/, and by no public header.

#include "asyncore/timer.hpp"
#include "asyncore/unique_fd.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace asio {
class io_context;
}

namespace asyncore {

class socket_map;

/// How far stop() has come.
struct stopping {
    enum { no, soon, told, over } step = no; // soon: channels are told next turn
    timer grace;                             // its end closes what is left
};

/// The wait of one socket map: Asio's loop, in which timers and signals live, and inside it one
/// level-triggered epoll set that holds every descriptor of the map.
///
/// Why a set of its own: Asio's async_wait() costs an epoll_ctl for each event, as it must be
/// started again each time. The set is itself a single descriptor in Asio's loop, started again
/// once a batch; a channel's own registration stays as it is until its interest changes. While
/// batches are large the set is asked directly, and Asio, with its timers and signals, every few
/// batches.
class reactor {
public:
    explicit reactor(socket_map& map);
    ~reactor();

    /// Tells the kernel what `fd` waits for now; `known` says whether it is in the set already.
    /// Descriptors epoll refuses (regular files) are kept as always ready.
    void watch(int fd, std::uint32_t generation, std::uint32_t events, bool known);
    void unwatch(int fd);

    bool turn(std::optional<duration> timeout);

    /// Calls `function` in an own turn, soon.
    void call_soon(std::function<void()> function);

    asio::io_context& context() noexcept;

    stopping& stop_state() noexcept { return stopping_; }
    /// Ends a stop whose map is empty, so that the map may be used again.
    void settle() noexcept;

    /// Keeps a descriptor back for drop_connection(). Called before listening.
    void keep_spare() noexcept;

    /// Accepts and drops a connection for which there is no descriptor.
    void drop_connection(int listening) noexcept;

private:
    struct wait;
    struct ready_file {
        int fd;
        std::uint32_t generation;
        std::uint32_t events;
    };

    unsigned dispatch_ready();
    bool dispatch_files();
    void arm();

    socket_map& map_;
    std::unique_ptr<wait> wait_;
    std::vector<ready_file> files_; // always ready
    stopping stopping_;
    unique_fd spare_; // given up for a moment when descriptors run out
    bool armed_ = false;
    bool ready_ = false;
    bool busy_ = false;
    unsigned busy_turns_ = 0;
};

} // namespace asyncore
