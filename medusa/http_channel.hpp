#pragma once

#include "asynchat/async_chat.hpp"
#include "medusa/chunk_reader.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"
#include "medusa/timeouts.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace medusa {

/// One client of an http_server: an async_chat whose terminator alternates between the blank line
/// that ends a head, the length of a body, and the lines of a chunked one.
///
/// One request at a time: while one waits for its answer, what the peer has sent after it is held
/// back, and so answers come in the order of the requests; those to requests that came together
/// leave together. A peer that takes no answers is sent no more once `high_water` bytes wait, and
/// none of its requests are looked at. What it may cost beyond that is in limits.hpp.
///
/// Lines end in CRLF and nothing else: a CR or an LF on its own is a 400, though RFC 9112 2.2 would
/// let a server take the LF, as readers that differ about where a line ends differ about where a
/// request does. Ownership: by the socket map; an idle channel holds no request and no buffer.
/// Source: medusa's http_channel; RFC 9112.
class http_channel : public asynchat::async_chat, public timeouts::entry {
public:
    http_channel(asyncore::unique_fd socket, std::shared_ptr<http_server> server,
                 connection_count::place place);

    http_server& server() noexcept { return *server_; }

    /// Internal: used by http_request, one of them once for each: sends the answer, which begins
    /// with `text`.
    void respond(std::string_view text, std::string&& rest, bool keep_alive);
    void respond(std::string_view text, std::unique_ptr<asynchat::producer> rest, bool keep_alive);

    /// Internal: the answer must end the connection, for it refuses input that is on its way.
    bool must_close() const noexcept;

    /// Internal: what the peer still sends is refused, so that the answer ends the connection.
    void take_no_more() noexcept { unread_ = true; }

    /// The client, also when it has left, if remember_peer() was called.
    asyncore::address peer() const { return peer_ ? *peer_ : addr(); }
    void remember_peer(const asyncore::address& peer) {
        peer_ = std::make_unique<asyncore::address>(peer);
    }

    /// Internal: what is waited for may have changed outside this channel's own events.
    void wait_changed();

    void collect_incoming_data(std::string_view data) override;
    void found_terminator() override;
    bool readable() override;
    void handle_read() override;
    void handle_write() override;
    void handle_eof() override;
    /// The request at hand gets its answer, which is the last; an endless one ends.
    void handle_stop() override;
    std::size_t send(std::string_view data) override;
    std::size_t send_both(std::string_view first, std::string_view second) override;
    std::optional<std::size_t> send_file(int fd, std::uint64_t offset, std::size_t size) override;
    std::size_t recv(char* buffer, std::size_t size) override;
    void close() override;

protected:
    /// Its place among the connections, for whoever goes on with its socket.
    connection_count::place give_place() noexcept { return std::move(place_); }
    std::shared_ptr<http_server> shared_server() const noexcept { return server_; }

    /// How many bytes the peer has taken, as far as it has said so: to see whether it goes on.
    virtual std::uint64_t acknowledged() const;

private:
    /// What the next piece of input is.
    enum class expecting : unsigned char {
        head,
        body,
        chunks,
        nothing, // whatever comes is dropped: no more requests are taken
    };

    static constexpr std::size_t high_water = 256 * 1024;

    void expect(expecting next);
    void found_head();
    void expect_body();
    void begin_body(const request_head& head, std::size_t most);
    bool may_skip_body(const request_head& head) const noexcept;
    void collect_body(std::string_view data);
    void collect_chunks(std::string_view data);
    void check_early();
    void answer_unhandled();
    void found_end_of_chunk_piece();
    void found_body();
    void dispatch();
    void run(void (*pass)(handler&, const std::shared_ptr<http_request>&));
    void log_uncaptured(const http_request& request, const std::exception& error);
    void refuse(int code);
    void answered_in_full();
    void take_the_next();
    timeouts::wait next_wait();
    void timed_out(timeouts::wait kind) override;
    bool went_on(timeouts::wait kind);
    void reset();
    void stop_reading();
    void close_if_finished();
    void linger();

    std::shared_ptr<http_server> server_;
    connection_count::place place_;
    std::shared_ptr<http_request> current_; // from its head to the end of its answer
    std::shared_ptr<handler> handler_;      // whom it is for
    std::string line_;                      // a head being received
    std::unique_ptr<chunk_reader> chunks_;  // while a body comes in chunks
    std::unique_ptr<asyncore::address> peer_;
    std::uint64_t sent_ = 0;     // in all
    std::uint64_t progress_ = 0; // what the peer had sent or taken when the wait began
    std::uint32_t checked_ = 0;  // bytes of line_ looked at before the head is whole
    std::uint32_t requests_ = 0; // in all
    std::uint32_t in_a_row_ = 0; // answered in this turn
    expecting expecting_ = expecting::head;
    bool keep_alive_ = true;
    bool eof_ = false;       // nothing more is read: the peer has finished, or is not listened to
    bool full_ = false;      // input waits for the peer to take its answers
    bool unread_ = false;    // the answer refuses input that is still on its way
    bool skipping_ = false;  // the body is of a request that has its answer, and dropped
    bool stopping_ = false;  // the next answer is the last
    bool lingering_ = false; // what comes is dropped until the peer has read its answer
    bool end_said_ = false;  // which it has been told is the last
    bool in_read_event_ = false;
};

} // namespace medusa
