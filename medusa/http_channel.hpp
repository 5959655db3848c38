#pragma once

#include "asynchat/async_chat.hpp"
#include "asyncore/timer.hpp"
#include "medusa/chunk_parser.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace medusa {

/// One client of an http_server: an async_chat whose terminator alternates between the blank line
/// that ends a head, the length of a body, and the lines of a chunked one.
///
/// One request at a time: while one waits for its answer, what the peer has sent after it is held
/// back, and so answers come in the order of the requests. A peer that takes no answers is sent no
/// more once `high_water` bytes wait, and none of its requests are looked at.
/// Source: medusa's http_channel; RFC 9112.
class http_channel : public asynchat::async_chat {
public:
    http_channel(asyncore::unique_fd socket, std::shared_ptr<http_server> server);

    http_server& server() noexcept { return *server_; }

    /// Internal: used by http_request, once for each: sends the answer. A null body: it is all in
    /// `text`.
    void respond(std::string&& text, std::unique_ptr<asynchat::producer> body, bool keep_alive);

    /// Internal: the answer must end the connection, for it refuses input that is on its way.
    bool must_close() const noexcept { return unread_; }

    void collect_incoming_data(std::string_view data) override;
    void found_terminator() override;
    bool readable() override;
    void handle_write() override;
    void handle_eof() override;
    void close() override;

private:
    /// What the next piece of input is.
    enum class expecting : unsigned char {
        head,
        body,
        chunk_size,
        chunk_data,
        chunk_end,
        trailer,
        nothing, // whatever comes is dropped: no more requests are taken
    };

    static constexpr std::size_t high_water = 256 * 1024;

    void expect(expecting next);
    void found_head();
    void expect_body();
    void found_chunk_size();
    void found_trailer();
    void dispatch();
    void run(void (handler::*hook)(const std::shared_ptr<http_request>&));
    void refuse(int code);
    void answered_in_full();
    void stop_reading();
    void close_if_finished();
    void linger();

    std::shared_ptr<http_server> server_;
    std::shared_ptr<http_request> current_; // from its head to the end of its answer
    std::shared_ptr<handler> handler_;      // whom it is for
    std::string line_;                      // a head, chunk-size line or trailer being received
    trailer_lines trailer_;
    std::size_t max_body_ = 0;
    asyncore::timer lingering_;
    expecting expecting_ = expecting::head;
    bool keep_alive_ = true;
    bool eof_ = false;    // nothing more is read: the peer has finished, or is not listened to
    bool full_ = false;   // input waits for the peer to take its answers
    bool unread_ = false; // the answer refuses input that is still on its way
};

} // namespace medusa
