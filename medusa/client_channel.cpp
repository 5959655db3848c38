#include "medusa/client_channel.hpp"

#include "medusa/client_pool.hpp"
#include "medusa/exchange.hpp"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

#include <sys/socket.h>

namespace medusa {

namespace {

using kind = client_error::kind;

std::string in_time(std::chrono::milliseconds time) {
    return " in " + std::to_string(time.count()) + " ms";
}

} // namespace

client_channel::client_channel(const std::shared_ptr<client_pool>& pool, http_url url)
    : async_chat(pool->map()), pool_(pool), url_(std::move(url)) {}

void client_channel::connect(exchange& first) {
    const auto pool = pool_.lock();
    const auto self = std::static_pointer_cast<client_channel>(shared_from_this());
    current_ = &first;
    first.set_channel(self);
    if (const auto most = pool->limits.connect_time; most.count() > 0)
        deadline_ = asyncore::call_later(
            most,
            [this, most] { // which goes with the timer
                guarded([&] {
                    give_up(kind::timeout, "no connection to " + url_.origin() + in_time(most));
                });
            },
            map());
    // A Unix socket has no name to resolve, but its turn is the next, too: no one is called from
    // within send(), and the loop has something to turn for.
    resolution_ = asyncore::resolve(
        url_.is_unix() ? "127.0.0.1" : url_.host(), url_.port(),
        [this](std::error_code error, std::vector<asyncore::address> found) {
            guarded([&] { resolved(error, std::move(found)); });
        },
        map());
}

void client_channel::resolved(std::error_code error, std::vector<asyncore::address> found) {
    if (error) {
        give_up(kind::resolve, error.message());
        return;
    }
    if (url_.is_unix()) found = {asyncore::address::unix_path(url_.socket_path())};
    async_chat::connect(std::move(found));
}

void client_channel::handle_connect() {
    const auto pool = pool_.lock();
    if (!current_ || !pool) return;
    if (url_.is_secure() && !encrypted()) {
        pool->start_tls(*this, url_.host()); // it is called again when TLS stands
        return;
    }
    established_ = true;
    deadline_.cancel();
    begin(*current_);
}

void client_channel::begin(exchange& next) {
    const auto pool = pool_.lock();
    if (!pool) return;
    current_ = &next;
    next.set_channel(std::static_pointer_cast<client_channel>(shared_from_this()));
    client_request& request = next.request();
    method_ = request.method();
    streams_ = request.on_data != nullptr;
    gathered_ = 0;
    informed_ = 0;
    heard_ = false;
    keep_alive_ = true;
    expect(expecting::head);
    set_idle_timeout(pool->limits.idle_time);
    body_waits_ = request.expect_continue && request.has_body();
    const bool sends_body = request.has_body() && !body_waits_;
    // What is sent may be refused at once, and then there is no exchange any more.
    const auto keep = shared_from_this();
    push(request.head_text(pool->user_agent));
    if (sends_body && current_ == &next) send_body();
    if (body_waits_ && current_ == &next)
        deadline_ = asyncore::call_later(
            pool->limits.continue_time, [this] { guarded([this] { send_body(); }); }, map());
}

void client_channel::send_body() {
    deadline_.cancel();
    body_waits_ = false;
    if (current_) push_with_producer(current_->request().take_body());
}

bool client_channel::is_fresh() {
    const auto keep = shared_from_this();
    kept_ = true;
    char unasked = 0;
    if (connected() && recv(&unasked, 1) == 0 && connected() && !eof_ && !input_held()) return true;
    if (!closing()) close();
    return false;
}

void client_channel::abandon() noexcept {
    const auto keep = weak_from_this().lock();
    current_ = nullptr;
    close();
}

void client_channel::pause() {
    if (!current_ || expecting_ == expecting::nothing || expecting_ == expecting::head) return;
    pause_input();
    set_idle_timeout(asyncore::duration::zero());
}

void client_channel::resume() {
    if (!current_ || !input_paused()) return;
    if (const auto pool = pool_.lock()) set_idle_timeout(pool->limits.idle_time);
    resume_input();
    if (eof_) call_soon([this] { check_eof(); }); // after what is held has been looked at
}

void client_channel::handle_eof() {
    eof_ = true;
    check_eof();
}

void client_channel::check_eof() {
    if (closing() || (current_ && input_paused())) return;
    if (expecting_ == expecting::until_close)
        finished();
    else
        handle_close();
}

void client_channel::handle_close() {
    if (!current_)
        close();
    else if (established_)
        give_up(kind::closed, "the server closed the connection before the answer was whole");
    else
        give_up(kind::connect, url_.origin() + " closed the connection");
}

void client_channel::handle_error() {
    if (!current_) {
        async_chat::handle_error();
        return;
    }
    std::string why = "unknown exception";
    try {
        throw;
    } catch (const std::exception& error) {
        why = error.what();
    } catch (...) {
    }
    give_up(established_ ? kind::request : kind::connect, std::move(why));
}

void client_channel::handle_timeout() {
    if (!current_) {
        close();
    } else if (const auto pool = pool_.lock()) {
        give_up(kind::timeout, "nothing came" + in_time(pool->limits.idle_time));
    }
}

void client_channel::handle_stop() {
    stopping_ = true;
    if (!current_) close();
}

void client_channel::give_up(client_error::kind what, std::string why) {
    const auto keep = weak_from_this().lock();
    exchange* const whose = std::exchange(current_, nullptr);
    const bool unheard = kept_ && !heard_ && !input_held() && what == kind::closed;
    close();
    if (!whose) return;
    const auto living = whose->shared_from_this();
    whose->set_channel(nullptr);
    living->lost(what, std::move(why), unheard);
}

void client_channel::close() {
    const auto keep = weak_from_this().lock();
    deadline_.cancel();
    resolution_.cancel();
    async_chat::close();
    // By whoever closes the whole map: there is no one to answer any more.
    if (exchange* const whose = std::exchange(current_, nullptr)) {
        const auto living = whose->shared_from_this();
        whose->set_channel(nullptr);
        living->cancel();
    }
    if (std::exchange(left_, true)) return;
    if (const auto pool = pool_.lock()) pool->left(*this);
}

} // namespace medusa
