#include "medusa/http_client.hpp"

#include "medusa/client_channel.hpp"
#include "medusa/client_pool.hpp"
#include "medusa/exchange.hpp"

#include <stdexcept>
#include <utility>

namespace medusa {

client_call::client_call() noexcept = default;
client_call::client_call(client_call&&) noexcept = default;
client_call::client_call(std::shared_ptr<exchange> one) noexcept : exchange_(std::move(one)) {}

client_call& client_call::operator=(client_call&& other) noexcept {
    if (this != &other) {
        cancel();
        exchange_ = std::move(other.exchange_);
    }
    return *this;
}

client_call::~client_call() {
    cancel();
}

void client_call::cancel() noexcept {
    if (const auto gone = std::move(exchange_)) gone->cancel();
}

bool client_call::pending() const noexcept {
    return exchange_ && !exchange_->over();
}

void client_call::pause() {
    if (exchange_ && exchange_->channel()) exchange_->channel()->pause();
}

void client_call::resume() {
    if (exchange_ && exchange_->channel()) exchange_->channel()->resume();
}

void client_call::resume_output() {
    if (exchange_ && exchange_->channel()) exchange_->channel()->resume_output();
}

http_client::http_client(asyncore::socket_map& map) : pool_(std::make_shared<client_pool>(map)) {}

http_client::~http_client() {
    pool_->close();
}

client_limits& http_client::limits() noexcept {
    return pool_->limits;
}

std::string& http_client::user_agent() noexcept {
    return pool_->user_agent;
}

client_call http_client::send(client_request request, answered call) {
    if (!call) throw std::invalid_argument("send: no function to call");
    request.check();
    pool_->check(request.url());
    if (pool_->full()) throw std::length_error("send: too many requests wait for a connection");
    pool_->keep(true);
    client_call made(std::make_shared<exchange>(std::move(request), std::move(call), pool_));
    made.exchange_->start();
    return made;
}

void http_client::close() {
    pool_->keep(false);
    pool_->close_idle();
}

std::size_t http_client::idle_connections() const noexcept {
    return pool_->idle();
}

void http_client::set_tls(tls_starter start) {
    pool_->start_tls = std::move(start);
}

} // namespace medusa
