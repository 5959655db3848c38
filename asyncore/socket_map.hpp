#pragma once

#include "asyncore/unique_fd.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace asyncore {

class dispatcher;
class reactor;

/// fd -> dispatcher, and the set of descriptors the kernel watches for them.
///
/// The map owns its channels: add_channel() keeps a dispatcher alive, del_channel() lets it go;
/// there is no other lifetime rule. A dispatcher removed while one of its own events runs lives
/// until that event returns. What a program keeps beside it is a std::shared_ptr of its own.
///
/// There is one map for the process, default_socket_map(), and as many private ones as wanted: each
/// has its own loop, timers and signals. A map belongs to one thread at a time.
///
/// A map may be destroyed in a hook of another map. Destroying it in one of its own, while the loop
/// is to come back to it, cannot be made good: it is logged, and the program aborts.
///
/// Cost: finding, adding and removing are O(1); nothing is done per registered channel per turn.
/// Source: CPython's asyncore.socket_map.
class socket_map {
public:
    socket_map();
    ~socket_map();
    socket_map(const socket_map&) = delete;
    socket_map& operator=(const socket_map&) = delete;

    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }

    /// The channel of `fd`, or null.
    std::shared_ptr<dispatcher> find(int fd) const;

    /// Every channel now in the map, in the order of their descriptors; later changes do not show.
    std::vector<std::shared_ptr<dispatcher>> channels() const;

    /// Closes every channel. One that throws from its close is logged and let go all the same.
    void close_all();

    /// Internal: used by dispatcher. REQUIRES: the dispatcher's fd is open and not in the map.
    void add(std::shared_ptr<dispatcher> channel);
    void remove(int fd);

    /// Internal: the two halves of stop(); see stop.hpp.
    void stop_listening();
    void stop_channels();

    /// Internal: tells the kernel what the channel of `fd` waits for, when that has changed, or
    /// `again`, so that it looks whether what it tells once is there already.
    void set_interest(int fd, std::uint32_t events, bool again = false);

    /// Internal: the wait itself; see reactor.hpp.
    reactor& wait() noexcept { return *reactor_; }

    /// Internal: changes when what is registered under `fd` does. REQUIRES: it is in the map.
    std::uint32_t generation(int fd) const noexcept {
        return slots_[static_cast<std::size_t>(fd)].generation;
    }

    /// Internal: one event, from the reactor. `generation` tells a reused fd from the one meant.
    void dispatch(int fd, std::uint32_t generation, std::uint32_t events);

    /// Internal: a string whose memory is lent to the channel that writes just now, so that idle
    /// ones hold none and busy ones allocate none.
    std::string& spare_output() noexcept { return spare_output_; }

    /// A buffer of scratch_size bytes, lent for the length of one read; see scratch_buffer.
    static constexpr std::size_t scratch_size = 128 * 1024;

private:
    friend class scratch_buffer;

    struct entry {
        std::shared_ptr<dispatcher> channel;
        std::uint32_t interest = 0; // what the kernel was told; 0 when it was told nothing
        std::uint32_t generation = 0;
    };

    /// Calls `hook` of every channel in the funnel; an exit_now waits until all have been called.
    template <class Hook>
    void call_each(Hook hook);

    std::unique_ptr<reactor> reactor_;
    std::vector<entry> slots_; // by fd
    std::size_t size_ = 0;
    std::unique_ptr<char[]> scratch_;
    std::string spare_output_;
};

/// The map used where none is named.
socket_map& default_socket_map();

/// Borrows the map's read buffer, so that an idle channel holds none. A second borrower, as in a
/// loop run inside a hook, gets a buffer of its own.
class scratch_buffer {
public:
    explicit scratch_buffer(socket_map& map);
    ~scratch_buffer();
    scratch_buffer(const scratch_buffer&) = delete;
    scratch_buffer& operator=(const scratch_buffer&) = delete;

    char* data() noexcept { return buffer_.get(); }
    static constexpr std::size_t size() noexcept { return socket_map::scratch_size; }

private:
    socket_map& map_;
    std::unique_ptr<char[]> buffer_;
};

} // namespace asyncore
