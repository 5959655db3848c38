#pragma once
// Internal: not included outside asyncore/, and by no public header.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace asyncore {

/// What lies between the send() and recv() of a dispatcher and its socket. Knows the descriptor,
/// which it does not own, and no hook: it returns what happened, and the dispatcher calls. So a
/// hook may replace or destroy it.
///
/// A dispatcher without one pays a test of a null pointer in each verb and each event.
class transport {
public:
    enum class outcome : unsigned char {
        done,     // so many bytes; 0 when it would block
        finished, // the peer will send no more, and said so
        gone,     // the peer is gone
    };
    struct transfer {
        std::size_t size = 0;
        outcome how = outcome::done;
    };

    transport() = default;
    virtual ~transport() = default;
    transport(const transport&) = delete;
    transport& operator=(const transport&) = delete;

    /// Takes what epoll reports and does what is the transport's own business; returns what is left
    /// of it for the dispatcher, in the same bits. EPOLLOUT while the dispatcher is connecting
    /// means that it is connected now, or that connecting failed. Throws when the handshake fails.
    virtual std::uint32_t handle_events(std::uint32_t events) = 0;

    /// The bits to wait for, given what the dispatcher waits for.
    virtual std::uint32_t wanted(bool readable, bool writable) = 0;

    /// Whether recv() has something for which no event will come.
    virtual bool input_pending() const noexcept = 0;

    /// What is counted as sent is with the kernel. What is not has to be offered again, at the
    /// beginning of the next send(), unless forget_unsent() is called.
    virtual transfer send(std::string_view data) = 0;
    virtual transfer recv(char* buffer, std::size_t size) = 0;
    virtual void forget_unsent() noexcept = 0;

    /// Says that no more will be sent; whether that is with the kernel.
    virtual bool end_output() = 0;

    /// The descriptor is about to be closed. Says so, if that can be done at once.
    virtual void close() noexcept = 0;

    /// A further read has been asked of the loop.
    bool reads_on = false;
};

} // namespace asyncore
