#pragma once

#include "asyncore/dispatcher.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace asyncore {

/// A dispatcher whose send() keeps what does not fit now and sends it when there is room: enough
/// for a simple client. asynchat::async_chat does more.
///
/// The buffer is as large as what was sent and not yet taken by the peer; who produces faster than
/// the peer reads asks out_buffer().size() first, or uses a producer of asynchat.
///
/// Differs from Python's: what is sent before the connection stands waits for it, where Python's
/// would close the channel; writable() is therefore true while connecting or with something to
/// send, and not whenever there is no connection, which for a datagram socket would spin.
/// Source: CPython 3.11's asyncore.dispatcher_with_send.
class dispatcher_with_send : public dispatcher {
public:
    using dispatcher::dispatcher;

    /// Takes all of `data` (which is logged when debug() is set), sends a first piece now, and
    /// returns the size of `data`; 0 when the peer proved to be gone, which handle_close() has then
    /// been told. A failure of another kind is thrown to the caller as std::system_error. REQUIRES,
    /// to send anything on from here: the overrider of handle_write() or writable(), if there is
    /// one, calls the one of this class.
    std::size_t send(std::string_view data) override;

    /// What has not been sent yet.
    std::string_view out_buffer() const noexcept;

    bool writable() override;
    void handle_write() override;
    /// Closes, through handle_close(), when all that was sent is with the kernel. Input still goes
    /// to handle_read() meanwhile, and what is sent there goes out, too.
    void handle_stop() override;
    /// Forgets what has not been sent.
    void close() override;

protected:
    /// At most this much goes out in one go, so that one channel does not hold up the others; as in
    /// CPython since 3.8 (512 bytes before).
    static constexpr std::size_t piece_size = 65536;

    /// Sends one piece, if there is a connection.
    void initiate_send();

private:
    void close_when_sent();

    std::string out_buffer_;
    std::size_t sent_ = 0; // so much of it is gone
    bool stopped_ = false;
};

} // namespace asyncore
