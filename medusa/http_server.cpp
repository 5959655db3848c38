#include "medusa/http_server.hpp"

#include "medusa/callback_handler.hpp"
#include "medusa/http_channel.hpp"
#include "medusa/http_date.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_status.hpp"
#include "medusa/turned_away.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>

namespace medusa {

namespace {

// Of those that were told there is no room, so many are waited for.
constexpr std::size_t most_turned_away = 64;

bool is_tcp(int fd) {
    int protocol = 0;
    socklen_t length = sizeof protocol;
    return ::getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &length) == 0 &&
           protocol == IPPROTO_TCP;
}

} // namespace

http_server::http_server(const asyncore::address& local, asyncore::socket_map& map)
    : dispatcher(map),
      timeouts_(std::make_shared<medusa::timeouts>(limits, map)),
      loopback_(local.family() != AF_UNIX && local.is_loopback()),
      unix_path_(local.family() == AF_UNIX) {
    create_socket(local.family());
    if (local.family() != AF_UNIX) set_reuse_addr();
    tcp_ = is_tcp(fileno());
    bind(local);
    listen();
}

http_server::http_server(asyncore::unique_fd listening, asyncore::socket_map& map)
    : dispatcher(std::move(listening), map),
      timeouts_(std::make_shared<medusa::timeouts>(limits, map)),
      loopback_(addr().family() != AF_UNIX && addr().is_loopback()),
      unix_path_(addr().family() == AF_UNIX),
      tcp_(is_tcp(fileno())) {}

void http_server::install_handler(std::shared_ptr<handler> one, bool back) {
    handlers_.insert(back ? handlers_.end() : handlers_.begin(), std::move(one));
}

std::shared_ptr<callback_handler>
http_server::install(std::string path,
                     std::function<void(const std::shared_ptr<http_request>&)> function,
                     std::string methods) {
    auto one = std::make_shared<callback_handler>(std::move(path), std::move(function),
                                                  std::move(methods));
    install_handler(one);
    return one;
}

void http_server::remove_handler(const std::shared_ptr<handler>& one) {
    handlers_.erase(std::remove(handlers_.begin(), handlers_.end(), one), handlers_.end());
}

std::shared_ptr<handler> http_server::find_handler(const http_request& request) const {
    for (const auto& one : handlers_)
        if (one->match(request)) return one;
    return nullptr;
}

std::string_view http_server::date() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now); // every answer asks
    if (now.tv_sec != date_second_) {
        date_second_ = now.tv_sec;
        date_ = format_http_date(std::chrono::sys_seconds(std::chrono::seconds(now.tv_sec)));
    }
    return date_;
}

std::string_view http_server::head_begin(int code) {
    const std::string_view now = date();
    if (begun_.code == code && begun_.second == date_second_ && begun_.ident == server_ident)
        return begun_.text;
    begun_.code = code;
    begun_.second = date_second_;
    begun_.ident = server_ident;
    begun_.text = "HTTP/1.1 " + std::to_string(code) + " ";
    begun_.text.append(reason_phrase(code)).append("\r\nServer: ").append(server_ident);
    begun_.text.append("\r\nDate: ").append(now).append("\r\n");
    return begun_.text;
}

bool http_server::may_enter(const asyncore::address& peer) {
    const std::size_t each = limits.max_connections_per_address;
    if (each > 0 && connections_.from(peer) >= each) return false;
    if (limits.max_connections == 0 || connections_.total() < limits.max_connections) return true;
    auto* const idle = timeouts_->longest(timeouts::wait::idle);
    if (!idle) return false;
    static_cast<http_channel&>(*idle).handle_close();
    return true;
}

void http_server::turn_away(asyncore::unique_fd socket) {
    std::string answer = "HTTP/1.1 503 Service Unavailable\r\nServer: ";
    answer.append(server_ident).append("\r\nDate: ").append(date());
    answer.append("\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    // A new socket takes so little at once; one that does not has left.
    if (::send(socket.get(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return;
    if (turned_away_.total() >= most_turned_away) {
        // What has arrived must not be unread when the socket is closed, or that is a reset.
        asyncore::scratch_buffer buffer(map());
        ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        return;
    }
    asyncore::make<turned_away>(std::move(socket),
                                std::static_pointer_cast<http_server>(shared_from_this()),
                                turned_away_.enter({}, false));
}

void http_server::handle_accepted(asyncore::unique_fd socket, const asyncore::address& peer) {
    if (!may_enter(peer)) {
        ++counters.turned_away;
        turn_away(std::move(socket));
        return;
    }
    ++counters.connections;
    auto place = connections_.enter(peer, limits.max_connections_per_address > 0);
    const auto channel = make_channel(std::move(socket), std::move(place));
    if (!on_finished_.empty()) channel->remember_peer(peer);
}

std::shared_ptr<http_channel> http_server::make_channel(asyncore::unique_fd socket,
                                                        connection_count::place place) {
    return asyncore::make<http_channel>(std::move(socket),
                                        std::static_pointer_cast<http_server>(shared_from_this()),
                                        std::move(place));
}

void http_server::on_finished(std::function<void(const http_request&)> function) {
    on_finished_.push_back(std::move(function));
}

void http_server::finished(const http_request& request) noexcept {
    counters.body_bytes += request.body_bytes();
    if (auto* const also = request.counters()) also->body_bytes += request.body_bytes();
    for (const auto& function : on_finished_) {
        try {
            function(request);
        } catch (const std::exception& error) {
            asyncore::log(asyncore::log_level::error,
                          std::string("a function called for a finished request: ") + error.what());
        }
    }
}

void http_server::channel_left() noexcept {
    if (closing()) timeouts_->stop_if_idle();
}

void http_server::close() {
    dispatcher::close();
    timeouts_->stop_if_idle();
}

} // namespace medusa
