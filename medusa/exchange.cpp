#include "medusa/exchange.hpp"

#include "medusa/client_channel.hpp"
#include "medusa/client_pool.hpp"

#include <exception>
#include <stdexcept>
#include <utility>

namespace medusa {

exchange::exchange(client_request request, answered call, std::shared_ptr<client_pool> pool)
    : request_(std::move(request)),
      call_(std::move(call)),
      pool_(pool),
      origin_(request_.url().origin()) {}

exchange::~exchange() = default;

void exchange::set_channel(std::shared_ptr<client_channel> channel) noexcept {
    channel_ = std::move(channel);
}

void exchange::start() {
    const auto pool = pool_.lock();
    if (const auto most = pool->limits.total_time; most.count() > 0)
        total_ = asyncore::call_later(
            most,
            [weak = weak_from_this(), most] {
                const auto self = weak.lock();
                if (!self || self->over()) return;
                if (const auto channel = std::exchange(self->channel_, nullptr)) channel->abandon();
                self->fail(client_error::kind::timeout,
                           "no whole answer in " + std::to_string(most.count()) + " ms");
            },
            pool->map());
    pool->submit(*this);
}

void exchange::cancel() noexcept {
    call_ = nullptr;
    total_.cancel();
    if (const auto pool = pool_.lock()) pool->withdraw(*this);
    if (const auto channel = std::exchange(channel_, nullptr)) channel->abandon();
}

bool exchange::will_follow() const {
    const int status = head_.status();
    const bool redirects =
        status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    if (!redirects || request_.max_redirects == 0 || !head_.headers().has("Location")) return false;
    return request_.is_repeatable() || status == 303 ||
           (status < 303 && request_.method() == "POST");
}

void exchange::got_head(response_head head) {
    head_ = std::move(head);
    following_ = will_follow();
    if (!following_ && request_.on_head) {
        const auto keep = shared_from_this();
        const auto call = request_.on_head; // which may destroy what it is in
        call(head_);
    }
}

void exchange::got_data(std::string_view data) {
    if (following_) return; // no one's
    if (request_.on_data) {
        const auto keep = shared_from_this();
        const auto call = request_.on_data;
        call(data);
    } else {
        body_.append(data);
    }
}

void exchange::got_end() {
    if (following_)
        follow();
    else
        give(http_response{std::move(head_), std::move(body_), request_.url()});
}

void exchange::follow() {
    using kind = client_error::kind;
    if (redirects_++ == request_.max_redirects) {
        fail(kind::redirect,
             "redirected more than " + std::to_string(request_.max_redirects) + " times");
        return;
    }
    const auto pool = pool_.lock();
    try {
        http_url to = request_.url().resolve(head_.get_header("Location"));
        if (request_.url().is_secure() && !to.is_secure())
            throw std::invalid_argument("redirected from HTTPS to " + to.origin());
        if (request_.url().is_unix() && !to.is_unix())
            throw std::invalid_argument("redirected away from a Unix socket to " + to.origin());
        if (!pool) throw std::invalid_argument("redirected, and the client is gone");
        pool->check(to);
        const int status = head_.status();
        request_.redirect(std::move(to),
                          status == 303 || (status < 303 && request_.method() == "POST"));
    } catch (const std::invalid_argument& error) {
        fail(kind::redirect, error.what());
        return;
    }
    origin_ = request_.url().origin();
    following_ = repeated_ = false;
    body_.clear();
    try {
        pool->submit(*this);
    } catch (const std::exception& error) {
        fail(kind::connect, error.what());
    }
}

void exchange::lost(client_error::kind what, std::string why, bool unheard) {
    const auto pool = pool_.lock();
    if (pool && unheard && !std::exchange(repeated_, true) && request_.is_idempotent() &&
        request_.is_repeatable()) {
        try {
            pool->submit_anew(*this);
            return;
        } catch (const std::exception& error) {
            what = client_error::kind::connect;
            why = error.what();
        }
    }
    fail(what, why);
}

void exchange::fail(client_error::kind what, std::string_view why) {
    std::string sentence = request_.method() + " " + request_.url().to_string() + ": ";
    give(client_error{what, sentence.append(why)});
}

void exchange::give(http_answer answer) {
    const auto keep = shared_from_this();
    const auto call = std::exchange(call_, nullptr);
    cancel();
    if (call) call(std::move(answer));
}

} // namespace medusa
