#pragma once
// Internal: not included outside asyncore/tls/, and by no public header.

#include "asyncore/tls/openssl.hpp"
#include "asyncore/transport.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace asyncore {

/// OpenSSL over a socket. Records to be sent are gathered and go out in one send(2); what the
/// kernel does not take is kept here, and so OpenSSL never waits to write. An idle one holds no
/// buffers.
class tls_transport final : public transport {
public:
    /// Takes no descriptor over. `peer` is for sentences; `reached`: the socket is connected.
    tls_transport(std::shared_ptr<const tls_credentials> with, int fd, std::string_view server_name,
                  std::string peer, bool reached);
    ~tls_transport() override;

    /// Has what servers give the clients of `of` to come back with kept in their credentials.
    static void keep_sessions(SSL_CTX* of);

    std::uint32_t handle_events(std::uint32_t events) override;
    std::uint32_t wanted(bool readable, bool writable) override;
    bool input_pending() const noexcept override;
    transfer send(std::string_view data) override;
    transfer recv(char* buffer, std::size_t size) override;
    void forget_unsent() noexcept override { encrypted_ = 0; }
    bool end_output() override;
    void close() noexcept override;

    SSL* ssl() const noexcept { return ssl_.get(); }
    bool established() const noexcept { return established_; }
    bool truncated() const noexcept { return input_ == input::truncated; }
    bool verifies() const noexcept { return credentials_->verifies; }

private:
    enum class input : unsigned char { open, finished, truncated, failed };

    struct bio; // OpenSSL's way to the socket

    std::uint32_t shake_hands(std::uint32_t events);
    [[noreturn]] void fail_handshake();
    /// Deals with what SSL_read() did not give; whether to go on reading.
    bool read_on(int result);
    transfer tell_end();
    /// What OpenSSL made since: to the kernel, or into unsent_. Returns errno of a peer that is
    /// gone.
    int flush();
    std::string sentence(std::string_view what) const;

    std::shared_ptr<const tls_credentials> credentials_;
    ssl_ptr ssl_;
    std::string peer_;
    std::string unsent_;        // records the kernel has not taken
    std::string failure_;       // why input failed, until it is told
    std::size_t encrypted_ = 0; // bytes at the head of the next send() that are in unsent_
    int fd_;                    // -1 once closed
    int error_ = 0;             // errno of the last recv(2) that failed
    input input_ = input::open;
    bool reached_;         // the socket is connected
    bool started_ = false; // the handshake
    bool established_ = false;
    bool heard_ = false;   // the peer has sent anything at all
    bool eof_ = false;     // the socket's end, said or not
    bool drained_ = false; // the socket had no more
    bool told_ = false;    // the end of input has been told
    bool ended_ = false;   // close_notify is sent, or must not be
    bool write_wants_read_ = false;
    bool readable_ = false; // what the dispatcher waits for
    bool writable_ = false;
};

} // namespace asyncore
