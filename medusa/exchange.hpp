#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "asyncore/timer.hpp"
#include "medusa/http_client.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace medusa {

class client_channel;

/// One call of a client's, from send() to its answer, over as many connections as that takes. Owned
/// by the client_call; the pool and the channel that serve it hold bare pointers, and it takes
/// leave of them.
class exchange : public std::enable_shared_from_this<exchange> {
public:
    exchange(client_request request, answered call, std::shared_ptr<client_pool> pool);
    ~exchange();

    client_request& request() noexcept { return request_; }
    const std::string& origin() const noexcept { return origin_; }
    bool over() const noexcept { return call_ == nullptr; }
    client_channel* channel() const noexcept { return channel_.get(); }
    /// May be null, to take leave.
    void set_channel(std::shared_ptr<client_channel> channel) noexcept;

    void start();
    void cancel() noexcept;

    // What the channel has. Each may be the end of the exchange.
    void got_head(response_head head);
    void got_data(std::string_view data);
    void got_end();
    /// The connection failed, and the channel has taken leave. `unheard`: it was kept from before
    /// and not a byte of an answer came.
    void lost(client_error::kind what, std::string why, bool unheard);

private:
    bool will_follow() const;
    void follow();
    void give(http_answer answer);
    void fail(client_error::kind what, std::string_view why);

    client_request request_;
    answered call_; // null when over
    std::weak_ptr<client_pool> pool_;
    std::shared_ptr<client_channel> channel_;
    std::string origin_;
    asyncore::timer total_;
    response_head head_;
    std::string body_;
    int redirects_ = 0;
    bool following_ = false;
    bool repeated_ = false;
};

} // namespace medusa
