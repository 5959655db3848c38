#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "asynchat/async_chat.hpp"
#include "asyncore/resolver.hpp"
#include "asyncore/timer.hpp"
#include "medusa/chunk_reader.hpp"
#include "medusa/http_client.hpp"
#include "medusa/http_url.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace medusa {

/// One connection of a client's to one origin: an async_chat whose terminator follows the answer.
/// Serves one exchange after the other, and in between waits for the server to close it.
class client_channel final : public asynchat::async_chat {
public:
    client_channel(const std::shared_ptr<client_pool>& pool, http_url url);

    const http_url& url() const noexcept { return url_; }

    /// Resolves, connects, and then begins with `first`.
    void connect(exchange& first);
    /// Sends the request. REQUIRES: it is connected, and has no other.
    void begin(exchange& next);
    /// Whether a connection that was kept is still good; closes itself when it is not.
    bool is_fresh();
    /// The exchange has taken leave; what is still to come of its answer is no one's.
    void abandon() noexcept;

    void pause();
    void resume();

    void collect_incoming_data(std::string_view data) override;
    void found_terminator() override;
    void handle_connect() override;
    void handle_eof() override;
    void handle_close() override;
    void handle_error() override;
    void handle_timeout() override;
    void handle_stop() override;
    bool readable() override { return !eof_ && async_chat::readable(); }
    void close() override;

private:
    /// What the next piece of input is.
    enum class expecting : unsigned char {
        nothing, // whatever comes is the end
        head,
        body,
        chunks,
        until_close,
    };

    void expect(expecting next);
    void resolved(std::error_code error, std::vector<asyncore::address> found);
    void send_body();
    void found_head();
    void expect_body(const response_head& head);
    void begin_chunks();
    void collect_chunks(std::string_view data);
    void found_end_of_chunk_piece();
    void give_up(const http_error& wrong);
    void deliver(std::string_view data);
    void finished();
    void check_eof();
    void give_up(client_error::kind what, std::string why);

    std::weak_ptr<client_pool> pool_;
    http_url url_;
    exchange* current_ = nullptr;
    asyncore::resolution resolution_;
    asyncore::timer deadline_; // until connected, then for 100 Continue
    std::string line_;         // a head
    std::unique_ptr<chunk_reader> chunks_;
    std::string method_;
    std::size_t gathered_ = 0; // of the body
    int informed_ = 0;         // 1xx answers before the one
    expecting expecting_ = expecting::nothing;
    bool established_ = false; // at any time
    bool kept_ = false;        // from an exchange before this
    bool heard_ = false;       // something of the answer
    bool body_waits_ = false;  // for 100 Continue
    bool keep_alive_ = true;
    bool streams_ = false; // the body is not gathered
    bool eof_ = false;
    bool stopping_ = false;
    bool left_ = false; // the pool has been told
};

} // namespace medusa
